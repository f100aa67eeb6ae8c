/** FICTRA: conversion of Foundation Token by size (domain.md 2.8): notice, price and execution tiers, tranches, value floor. */
import { bands, choice, decimal, flag, integer, record, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

/** Who must agree before a conversion of this size is scheduled. */
export const conversionApprovals = ['none', 'committee', 'plan'] as const
export type ConversionApproval = (typeof conversionApprovals)[number]

/** Uses of Foundation Token other than conversion that burn a part of it. */
export const ftUses = ['commodityPurchase', 'sovereignSwap'] as const
export type FtUse = (typeof ftUses)[number]

const share = decimal('ratio', '0', '1', 6)
const seconds = integer('seconds', 0, 31_536_000)
const days = integer('days', 1, 365)

export const fictraConversion = defineParameters('fictra.conversion', {
  noticeTiers: {
    title: 'Notice, least days of execution and approval, by share of Foundation Token supply',
    codec: bands(
      'ratio',
      '0',
      '1',
      record({ noticeSeconds: seconds, daysLeast: days, approval: choice(conversionApprovals) }),
    ),
    initial: [
      { from: '0', value: { noticeSeconds: 0, daysLeast: 1, approval: 'none' } },
      { from: '0.001', value: { noticeSeconds: 86_400, daysLeast: 1, approval: 'none' } },
      { from: '0.01', value: { noticeSeconds: 259_200, daysLeast: 3, approval: 'committee' } },
      { from: '0.03', value: { noticeSeconds: 432_000, daysLeast: 7, approval: 'plan' } },
    ],
    authority: 'council',
    noticeDays: 14,
    source: '2.8',
  },
  largeValue: {
    title: 'Value in USD above which a conversion of any share gives notice, and the notice',
    codec: record({ aboveUsd: decimal('USD', '0', '1000000000000', 2), noticeSeconds: seconds }),
    initial: { aboveUsd: '10000000', noticeSeconds: 86_400 },
    authority: 'council',
    noticeDays: 14,
    source: '2.8; the notice is that of the first tier that has one [P]',
  },
  priceTiers: {
    title: 'Reduction of the rate, wait and review, by share of the holder’s own Foundation Token',
    codec: bands(
      'ratio',
      '0',
      '1',
      record({ reduction: decimal('ratio', '0', '0.2', 6), waitSeconds: seconds, review: flag }),
    ),
    initial: [
      { from: '0', value: { reduction: '0', waitSeconds: 0, review: false } },
      { from: '0.05', value: { reduction: '0.005', waitSeconds: 86_400, review: false } },
      { from: '0.15', value: { reduction: '0.01', waitSeconds: 259_200, review: false } },
      { from: '0.3', value: { reduction: '0.01', waitSeconds: 604_800, review: true } },
    ],
    authority: 'council',
    noticeDays: 14,
    source: '2.8; the reduction above 30 % is that of the tier below [P]',
  },
  executionTiers: {
    title: 'Largest share executed a day, by share of the daily Payment Token volume',
    codec: bands('ratio', '0', '1000000', decimal('ratio', '0.01', '1', 6)),
    initial: [
      { from: '0', value: '1' },
      { from: '0.05', value: '0.5' },
      { from: '0.1', value: '0.33' },
      { from: '0.25', value: '0.2' },
    ],
    authority: 'council',
    noticeDays: 14,
    source: '2.8',
  },
  tranche: {
    title:
      'Largest tranche as a share of daily Payment Token volume, least seconds between two, most tranches of a conversion',
    codec: record({
      volumeShare: decimal('ratio', '0.000001', '1', 6),
      spacingSeconds: integer('seconds', 1, 86_400),
      most: integer('count', 1, 10_000),
    }),
    initial: { volumeShare: '0.02', spacingSeconds: 14_400, most: 1_000 },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.8; the most is [P]',
  },
  valueFloor: {
    title: 'Share of the 30-day average value that is guaranteed, on this share of the holdings',
    codec: record({ guaranteed: share, ofHoldings: share }),
    initial: { guaranteed: '0.9', ofHoldings: '0.5' },
    authority: 'council',
    noticeDays: 30,
    source: '2.8',
  },
  velocityTiers: {
    title: 'Reduction of the rate for all, by share of supply converted in a month, above each step',
    codec: bands('ratio', '0', '1', decimal('ratio', '0', '0.2', 6)),
    initial: [
      { from: '0', value: '0' },
      { from: '0.15', value: '0.01' },
      { from: '0.2', value: '0.02' },
      { from: '0.25', value: '0.05' },
    ],
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.8; the steps above 15 % are [P]',
  },
  useBurns: {
    title: 'Share of Foundation Token burned by its other uses',
    codec: tableOf(ftUses, decimal('ratio', '0', '0.2', 4)),
    initial: { commodityPurchase: '0.015', sovereignSwap: '0.02' },
    authority: 'council',
    noticeDays: 14,
    source: '2.8',
  },
  humanitarianExempt: {
    title: 'Whether a use recognised as humanitarian burns nothing',
    codec: flag,
    initial: true,
    authority: 'council',
    noticeDays: 14,
    source: '2.8',
  },
  valueRatio: {
    title:
      'Value of Foundation Token over Payment Token that is watched: target, and where an emergency meeting is called',
    codec: record(
      {
        emergencyBelow: decimal('ratio', '0', '100', 4),
        targetLeast: decimal('ratio', '0', '100', 4),
        targetMost: decimal('ratio', '0', '100', 4),
        emergencyAbove: decimal('ratio', '0', '100', 4),
      },
      (row) =>
        row.emergencyBelow.lessThan(row.targetLeast) &&
        row.targetLeast.lessThan(row.targetMost) &&
        row.targetMost.lessThan(row.emergencyAbove)
          ? null
          : 'the four values must rise',
    ),
    initial: { emergencyBelow: '2', targetLeast: '2.5', targetMost: '3.5', emergencyAbove: '4' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.8 [R] watched only',
  },
})
