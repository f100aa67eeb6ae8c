/** FICTRA: bodies, matters, votes, sovereign weights and council seats (domain.md 2.17), every number. */
import { amount, bands, choice, decimal, flag, integer, record, rows, tableOf } from '../codecs.ts'
import { exact } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'

export const bodies = [
  'foundationCouncil',
  'sovereignCommittee',
  'marketAdvisoryBoard',
  'technicalSteeringCommittee',
  'stabilityCommittee',
  'oracleNetworkCouncil',
  'fraudCommittee',
  'economicsCommittee',
] as const
export type Body = (typeof bodies)[number]

/** Categories of domain.md 2.17: A supply and formula, B fees and process, C interfaces, E emergency. */
export const categories = ['A', 'B', 'C', 'E'] as const
export type Category = (typeof categories)[number]

/** What a proposal is about; each has its own approvals, delays and category. */
export const matters = [
  'supplyAndFormula',
  'factorRanges',
  'feesAndProcess',
  'verificationParameters',
  'interfaces',
  'emergency',
  'constitution',
  'specialAllocation',
  'newSovereign',
  'bylaw',
  'stabilityArchitecture',
  'removal',
  'protectedClause',
  'emission',
  'contractUpgrade',
  'sovereignPolicy',
  'sovereignFundamental',
  'boardOverride',
  'boardSuspension',
] as const
export type Matter = (typeof matters)[number]

export const proposers = [...bodies, 'sovereign', 'participant', 'holder'] as const
export type Proposer = (typeof proposers)[number]

export const bankAuthorisers = [
  'departmentHead',
  'executive',
  'chiefExecutive',
  'executiveCommittee',
  'council',
] as const
export type BankAuthoriser = (typeof bankAuthorisers)[number]

const share = decimal('ratio', '0', '1', 6)
const days = integer('days', 0, 365)
const approval = record({
  body: choice(bodies),
  share,
  /** True: more than the share, as in a majority; false: at least the share. */
  strict: flag,
  /** Decided for the body by its chair and its designated members (`emergencyExpiry.designated`), all of them in favour. */
  panel: flag,
})
const approve = (body: Body, atLeast: string) => ({ body, share: atLeast, strict: false, panel: false })
const majority = (body: Body) => ({ body, share: '0.5', strict: true, panel: false })
const consensusOfPanel = (body: Body) => ({ body, share: '1', strict: false, panel: true })
const matter = (
  category: Category,
  deliberationDays: number,
  timelockHours: number,
  approvals: readonly ReturnType<typeof approve>[],
) => ({ category, deliberationDays, timelockHours, approvals })

export const fictraGovernance = defineParameters('fictra.governance', {
  bodies: {
    title: 'Size, quorum and composition of each body',
    codec: tableOf(
      bodies,
      record({
        size: integer('count', 1, 250),
        /** Members that must vote, abstentions included; 0 where the quorum is one of weight. */
        quorumMembers: integer('count', 0, 250),
        /** Share of the weight that must vote; 0 where the quorum is one of members. */
        quorumWeight: share,
        minSectors: integer('count', 0, 20),
        /** A tie is decided by the chair's own vote. */
        chairBreaksTies: flag,
      }),
    ),
    initial: {
      foundationCouncil: body(9, 7, '0', 0, true),
      sovereignCommittee: body(200, 0, '0.7', 0, false),
      marketAdvisoryBoard: body(11, 7, '0', 3, false),
      technicalSteeringCommittee: body(7, 5, '0', 0, false),
      stabilityCommittee: body(10, 6, '0', 0, false),
      oracleNetworkCouncil: body(11, 6, '0', 0, false),
      fraudCommittee: body(9, 5, '0', 0, false),
      economicsCommittee: body(7, 4, '0', 0, false),
    },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.17; size of the sovereign committee, economics committee and the quorums of the last four [P]',
  },
  sectorLimit: {
    title: 'Largest share of the Market Advisory Board one sector may hold',
    codec: share,
    initial: '0.4',
    authority: 'council',
    noticeDays: 30,
    source: '2.17',
  },
  matters: {
    title: 'Category, deliberation, timelock and approvals of each matter',
    codec: tableOf(
      matters,
      record({
        category: choice(categories),
        deliberationDays: days,
        timelockHours: integer('hours', 0, 8_760),
        approvals: rows(approval, 4, (list) =>
          new Set(list.map(({ body: of }) => of)).size === list.length ? null : 'a body approves once',
        ),
      }),
    ),
    initial: {
      supplyAndFormula: matter('A', 30, 720, [
        approve('foundationCouncil', '0.75'),
        approve('sovereignCommittee', '0.67'),
      ]),
      factorRanges: matter('B', 14, 168, [approve('foundationCouncil', '0.6'), approve('sovereignCommittee', '0.67')]),
      feesAndProcess: matter('B', 14, 168, [approve('economicsCommittee', '0.6'), majority('foundationCouncil')]),
      verificationParameters: matter('A', 21, 720, [approve('foundationCouncil', '0.666666')]),
      interfaces: matter('C', 7, 48, [approve('technicalSteeringCommittee', '0.6')]),
      emergency: matter('E', 0, 0, [consensusOfPanel('stabilityCommittee')]),
      constitution: matter('A', 90, 720, [
        approve('foundationCouncil', '0.75'),
        approve('sovereignCommittee', '0.67'),
        majority('marketAdvisoryBoard'),
        majority('technicalSteeringCommittee'),
      ]),
      specialAllocation: matter('A', 30, 720, [
        approve('foundationCouncil', '0.75'),
        approve('sovereignCommittee', '0.67'),
      ]),
      newSovereign: matter('A', 30, 720, [approve('foundationCouncil', '0.75')]),
      bylaw: matter('A', 30, 720, [approve('foundationCouncil', '0.666666')]),
      stabilityArchitecture: matter('A', 30, 720, [
        approve('stabilityCommittee', '0.666666'),
        majority('foundationCouncil'),
      ]),
      removal: matter('A', 30, 720, [approve('foundationCouncil', '0.75')]),
      protectedClause: matter('A', 90, 720, [approve('foundationCouncil', '1'), approve('sovereignCommittee', '0.75')]),
      emission: matter('A', 30, 720, [approve('foundationCouncil', '0.75'), approve('sovereignCommittee', '0.67')]),
      contractUpgrade: matter('C', 7, 168, [approve('technicalSteeringCommittee', '0.6')]),
      sovereignPolicy: matter('B', 14, 168, [approve('sovereignCommittee', '0.666666')]),
      sovereignFundamental: matter('A', 30, 720, [approve('sovereignCommittee', '0.75')]),
      boardOverride: matter('A', 30, 720, [approve('sovereignCommittee', '0.75')]),
      boardSuspension: matter('E', 0, 0, [approve('foundationCouncil', '0.666666')]),
    },
    authority: 'councilAndSovereigns',
    noticeDays: 90,
    source: '2.17; timelocks [P]',
  },
  proposalRights: {
    title: 'Categories each kind of proposer may propose in',
    codec: tableOf(proposers, record({ A: flag, B: flag, C: flag, E: flag })),
    initial: {
      foundationCouncil: rights('ABCE'),
      sovereignCommittee: rights('ABC'),
      marketAdvisoryBoard: rights('BC'),
      technicalSteeringCommittee: rights('BC'),
      stabilityCommittee: rights('BE'),
      oracleNetworkCouncil: rights('BC'),
      fraudCommittee: rights('BC'),
      economicsCommittee: rights('BC'),
      sovereign: rights('ABC'),
      participant: rights('C'),
      holder: rights('C'),
    },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.17; committees not named there [P]',
  },
  proposalThresholds: {
    title: 'What a proposer outside the bodies must bring',
    codec: record({
      signatures: integer('count', 0, 100_000),
      holdingPt: amount('PT', '0', '500000000'),
      emissionHolding: share,
    }),
    // A sponsor among the bodies stands in for both.
    initial: { signatures: 500, holdingPt: '10000', emissionHolding: '0.005' },
    authority: 'council',
    noticeDays: 30,
    source: '2.17; the holding is [P]',
  },
  classificationHours: {
    title: 'Hours in which the category of a proposal is checked',
    codec: integer('hours', 1, 720),
    initial: 72,
    authority: 'council',
    noticeDays: 14,
    source: '2.17',
  },
  votingDays: {
    title: 'Days a vote is open, by category',
    codec: tableOf(categories, days),
    initial: { A: 7, B: 7, C: 7, E: 1 },
    authority: 'council',
    noticeDays: 30,
    source: '2.17 (the contract snippet names 7 days); E [P]',
  },
  executionWindowDays: {
    title: 'Days after the timelock in which a decision must be executed',
    codec: integer('days', 1, 365),
    initial: 14,
    authority: 'council',
    noticeDays: 30,
    source: '[P]',
  },
  emergencyExpiry: {
    title:
      'Hours until an emergency measure lapses unless it is confirmed, days it may last at most, and members who decide it with the chair',
    codec: record({
      hours: integer('hours', 1, 720),
      maxDays: integer('days', 1, 90),
      designated: integer('count', 1, 9),
    }),
    initial: { hours: 72, maxDays: 30, designated: 2 },
    authority: 'council',
    noticeDays: 30,
    source: '2.17',
  },
  sovereignWeight: {
    title: 'Weight of a sovereign: equal part, part by volume, part by Foundation Token; cap and floor',
    codec: record(
      {
        equal: share,
        volume: share,
        holding: share,
        cap: share,
        floor: share,
        capFromMembers: integer('count', 1, 250),
      },
      ({ equal, volume, holding, cap, capFromMembers }) => {
        if (!equal.plus(volume).plus(holding).equals(exact(1n))) return 'the parts must sum to 1'
        return cap.times(capFromMembers).lessThan(exact(1n)) ? 'the cap cannot be met by so few members' : null
      },
    ),
    initial: { equal: '0.4', volume: '0.35', holding: '0.25', cap: '0.15', floor: '0.005', capFromMembers: 7 },
    authority: 'councilAndSovereigns',
    noticeDays: 90,
    source: '2.17 [R]',
  },
  councilSeats: {
    title: 'Seats of the Sovereign Council by the number of eligible nations, and how they are filled',
    codec: record({
      seats: bands('count', '0', '250', integer('count', 1, 99)),
      primaryShare: share, // by D'Hondt on Foundation Token; the rest is regional
      eligibleFt: amount('FT', '0', '1000000000000'),
      vetoHolding: share, // a nation above this share of Foundation Token has a temporary veto
      termYears: integer('years', 1, 10),
      maxTerms: integer('count', 1, 10),
      emergencyNoticeHours: integer('hours', 1, 720),
    }),
    initial: {
      seats: [
        { from: '0', value: 9 },
        { from: '15', value: 11 },
        { from: '25', value: 13 },
        { from: '40', value: 15 },
      ],
      primaryShare: '0.7',
      eligibleFt: '500000',
      vetoHolding: '0.15',
      termYears: 2,
      maxTerms: 3,
      emergencyNoticeHours: 72,
    },
    authority: 'councilAndSovereigns',
    noticeDays: 90,
    source: '2.17',
  },
  participation: {
    title: 'What a sovereign needs to vote',
    codec: record({
      months: integer('months', 0, 120),
      volumeShare: share, // of the system
      cleanMonths: integer('months', 0, 120), // without an open violation
      holdingFt: amount('FT', '0', '1000000000000'),
    }),
    initial: { months: 12, volumeShare: '0.005', cleanMonths: 24, holdingFt: '1' },
    authority: 'councilAndSovereigns',
    noticeDays: 90,
    source: '2.1; the holding is [P]',
  },
  bankAuthorisation: {
    title: 'Who authorises a payment of the foundation, by value in Swiss francs',
    codec: bands('CHF', '0', '1000000000000', choice(bankAuthorisers)),
    initial: [
      { from: '0', value: 'departmentHead' },
      { from: '10000', value: 'executive' },
      { from: '50000', value: 'chiefExecutive' },
      { from: '250000', value: 'executiveCommittee' },
      { from: '1000000.01', value: 'council' },
    ],
    authority: 'council',
    noticeDays: 30,
    source: '2.17',
  },
})

function body(size: number, quorumMembers: number, quorumWeight: string, minSectors: number, chairBreaksTies: boolean) {
  return { size, quorumMembers, quorumWeight, minSectors, chairBreaksTies }
}

function rights(of: string) {
  return { A: of.includes('A'), B: of.includes('B'), C: of.includes('C'), E: of.includes('E') }
}
