/** Secret Trees: how long stored carbon is watched and how risks are answered (domain.md 1.9, 2.24), every number. */
import { bands, integer, record } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const secretTreesPermanence = defineParameters('secretTrees.permanence', {
  monitoring: {
    title: 'Years of permanence, until a buffer is released, between full audits, and between reports',
    codec: record(
      {
        permanenceYears: integer('years', 1, 1_000),
        bufferReleaseYears: integer('years', 1, 1_000),
        auditYears: integer('years', 1, 20),
        reportYears: integer('years', 1, 20),
      },
      ({ permanenceYears, bufferReleaseYears }) =>
        bufferReleaseYears > permanenceYears ? 'a buffer is released within the permanence period' : null,
    ),
    initial: { permanenceYears: 100, bufferReleaseYears: 50, auditYears: 5, reportYears: 1 },
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '1.9, 2.24',
  },
  riskResponseHours: {
    title: 'Hours in which a risk is answered, by severity (1 to 5) x probability (1 to 5)',
    codec: bands('points', '0', '25', integer('hours', 1, 8_760)),
    initial: [
      { from: '0', value: 720 },
      { from: '4', value: 336 },
      { from: '8', value: 168 },
      { from: '15', value: 48 },
    ],
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.24; "immediate (24-48 h)" read as 48 h',
  },
})
