/** Numbers of the cropland soil carbon methodology, one row per version. */
import { decimal, integer, record, rows, semanticVersion } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

const depthCm = integer('cm', 1, 300)

export const soil = defineParameters('secretTrees.soil', {
  versions: {
    title: 'Constants of the cropland soil carbon methodology, one row per version',
    codec: rows(
      record({
        version: semanticVersion,
        carbonToCo2Numerator: integer('ratio', 1, 100_000),
        carbonToCo2Denominator: integer('ratio', 1, 100_000),
        conservativeFactor: decimal('ratio', '0', '1', 4),
        referenceDepthCm: depthCm, // the soil down to here, at the beginning, is the mass that is compared
      }),
      32,
      (list) => (new Set(list.map((row) => row.version)).size === list.length ? null : 'a version is listed twice'),
    ),
    initial: [
      {
        version: '1.0.0',
        carbonToCo2Numerator: 44,
        carbonToCo2Denominator: 12,
        conservativeFactor: '0.7',
        referenceDepthCm: 30,
      },
    ],
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.23 (SOC factor); IPCC 2006/2019 Vol 4 Ch 2 reference depth',
  },
  currentVersion: {
    title: 'Cropland soil carbon version of new quantifications',
    codec: semanticVersion,
    initial: '1.0.0',
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '[P]',
  },
  depthsCm: {
    title: 'Depths at which every profile is sampled',
    codec: rows(depthCm, 20, (list) =>
      list.every((depth, index) => index === 0 || depth > list[index - 1]!) ? null : 'depths must rise',
    ),
    initial: [15, 30, 60, 100],
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: '2.23',
  },
})
