/**
 * Everything of the shared data folder that fits the formats, read as it is; what is refused, and why, stands in
 * docs/reference/inputs.md and is compared here. Without the folder the test says so and is skipped. With PRINT_REAL_DATA set
 * it prints the rows of the page.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { afterAll, expect, test } from 'vitest'
import { type ColumnProfile, defaultProfiles, shippedProfiles } from '../../reading/documents/columnProfiles.ts'
import { type FormatName, formats } from '../../reading/documents/formats.ts'
import type { ParseInput } from '../../reading/documents/parsing.ts'
import { wgs84 } from '../../reading/land/crs.ts'
import { InputRefused } from '../../reading/problems.ts'
import { createHarness } from '../../test/harness.ts'
import { fixtureParty } from '../assets/fixtures.ts'
import { assets, registerParcelBatch } from '../assets/index.ts'
import { prepareParcel } from '../assets/prepareParcel.ts'
import { parties } from '../parties/index.ts'

const folder = new URL('../../../../shared/data/', import.meta.url)
const present = existsSync(folder)
if (!present) console.warn('the shared data folder is not beside the repository: real data is not read')
const textOf = (path: string) => readFileSync(new URL(path, folder), 'utf8')

const page = readFileSync(new URL('../../../docs/reference/inputs.md', import.meta.url), 'utf8')
/** Rows of the table "Real data" of the page: path, format, accepted, refused. */
const documented = page
  .split('\n')
  .filter((line) => /^\| `[a-z]+\//.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, 5)
      .map((cell) => cell.trim().replaceAll('`', ''))
      .join(' | '),
  )
const found: string[] = []

/** Notes a row and looks for it on the page. */
function list(path: string, format: string, accepted: number | string, refused: string): void {
  const row = `${path} | ${format} | ${accepted} | ${refused === '' ? 'none' : refused}`
  found.push(row)
  expect.soft(documented).toContain(row)
}

/** "2 AREA_MISMATCH, 1 LAND_OVERLAP". */
function tallyOf(reasons: readonly string[]): string {
  const tally = new Map<string, number>()
  for (const reason of reasons) tally.set(reason, (tally.get(reason) ?? 0) + 1)
  return [...tally]
    .sort()
    .map(([reason, times]) => `${times} ${reason}`)
    .join(', ')
}

const parameters = parametersAt([], new Date('2026-12-01T00:00:00Z'))

/** What a parser makes of a file: how much it accepted, and the codes of what it refused. */
function outcome(path: string, format: FormatName, of: Partial<ParseInput> = {}) {
  const profile = of.profile ?? (defaultProfiles as Record<string, ColumnProfile>)[format]
  try {
    const { details, refusedRows } = formats[format].parse({
      file: path,
      bytes: of.bytes ?? new Uint8Array(readFileSync(new URL(path, folder))),
      kind: formats[format].kinds[0]!,
      mode: 'quarantine',
      parameters,
      receivedOn: '2026-12-01',
      market: 'energy',
      ...of,
      ...(profile === undefined ? {} : { profile }),
    })
    const accepted = Number(details.positions ?? details.trees ?? details.points ?? 1)
    return { accepted, reasons: refusedRows.flatMap(({ problems }) => problems.map(({ code }) => code)) }
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    return { accepted: 0, reasons: [...new Set(error.problems.map(({ code }) => code))] }
  }
}

function check(path: string, format: FormatName, of: Partial<ParseInput> = {}): void {
  const { accepted, reasons } = outcome(path, format, of)
  list(path, format, accepted, tallyOf(reasons))
}

test.skipIf(!present)('DCSA messages', () => {
  const messages = 'documents/dcsa/messages/'
  for (const topic of readdirSync(new URL(messages, folder)).sort()) {
    const files = readdirSync(new URL(`${messages}${topic}/`, folder)).filter((name) => name.endsWith('.json'))
    const outcomes = files.map((name) => outcome(`${messages}${topic}/${name}`, 'dcsa-ebl-3.0'))
    const accepted = outcomes.filter((each) => each.accepted === 1).length
    list(`${messages}${topic}/`, 'dcsa-ebl-3.0', accepted, tallyOf(outcomes.flatMap(({ reasons }) => reasons)))
  }
})

test.skipIf(!present)(
  'official tables of trade are no inspection certificates; the shipped profile fits the published columns',
  () => {
    const profile = shippedProfiles.find(({ name }) => name === 'fgis-export-grain')!
    check('trade/us-census-soybean-exports-1201900095-2020-2025.csv', 'inspection-csv', { profile })
    check('trade/usda-ers-hrw-wheat-export-inspections-1996-97.csv', 'inspection-csv', { profile })
    const columns = textOf('trade/fgis-export-grain-columns.csv')
    for (const column of Object.values(profile.columns))
      expect(columns).toMatch(new RegExp(`^\\d+,${column}\\r?$`, 'm'))
    const { grain_class: grains } = JSON.parse(textOf('trade/fgis-export-grain-codes.json'))
    expect(Object.keys(profile.values!.hsCode!).sort()).toEqual(Object.keys(grains).sort())
  },
)

test.skipIf(!present)('vessel tracks: every vessel of the day', () => {
  const path = 'ais/marinecadastre-2022-01-03-cargo-tanker.csv'
  const [header = '', ...lines] = textOf(path).trim().split('\n')
  const vessels = Map.groupBy(lines, (line) => line.split(',')[8] ?? '')
  const unnamed = vessels.get('')?.length ?? 0
  vessels.delete('')
  let positions = 0
  const vesselReasons: string[] = []
  for (const [imo, rows] of vessels) {
    const bytes = new TextEncoder().encode([header, ...rows].join('\n'))
    const { accepted, reasons } = outcome(path, 'ais-csv', { bytes, vesselImo: imo.replace('IMO', '') })
    positions += accepted
    for (const reason of new Set(reasons))
      vesselReasons.push(accepted === 0 ? `vessels ${reason}` : `vessels in part ${reason}`)
  }
  const refused = `${tallyOf(vesselReasons)}, ${unnamed} positions without IMO number`
  list(path, 'ais-csv', `${positions} positions of ${vessels.size} vessels`, refused)
})

const treeProfile = (columns: ColumnProfile['columns']): ColumnProfile => ({
  name: 'test',
  format: 'trees-csv',
  columns,
})

test.skipIf(!present)('forests and prices', () => {
  check('forest/chave2014-harvested-trees-part.csv', 'trees-csv', {
    profile: treeProfile({
      plot: 'Locality',
      species: 'Latin_Binomial',
      diameterCm: 'dbh_cm',
      heightM: 'height_m',
      woodDensity: 'wood_density_g_cm3',
    }),
  })
  check('forest/nouragues-trees-with-agb-part.csv', 'trees-csv', {
    profile: treeProfile({
      plot: 'Plot',
      genus: 'Genus',
      species: 'Species',
      diameterCm: 'D',
      heightM: 'H_model',
      woodDensity: 'WD',
    }),
  })
  check('forest/nouragues-height-diameter.csv', 'trees-csv', {
    profile: treeProfile({ plot: 'plotId', genus: 'genus', species: 'species', diameterCm: 'D', heightM: 'H' }),
  })
  check('forest/soil-carbon-core-SM05.csv', 'trees-csv')
  const daily = shippedProfiles.find(({ name }) => name === 'date-price-usd')!
  check('prices/eia-brent-daily.csv', 'price-csv', { profile: daily })
  check('prices/eia-brent-monthly.csv', 'price-csv', { profile: daily })
  check('prices/eia-wti-daily-1986-2014.csv', 'price-csv', { profile: daily })
  check('prices/imf-pcps-monthly-1990-2019-extract.csv', 'price-csv', {
    profile: {
      name: 'test',
      format: 'price-csv',
      columns: { date: 'month', price: 'PWHEAMT' },
      constants: { currency: 'USD' },
      dateFormat: 'YYYY-MM',
    },
  })
  check('prices/imf-pcps-series.csv', 'price-csv')
})

const harness = present ? await createHarness({ modules: [parties, assets] }) : null
afterAll(() => harness?.close())
const french = 'land/france-cadastre/91216-epinay-sur-orge-part.geojson'

test.skipIf(!present)(
  'land: the French cadastre and the Estonian stands are registered',
  async () => {
    const owner = await fixtureParty(harness!, ['landowner'], { chain: true })
    const declared = { ownerPartyId: owner.partyId, landClass: 'other', tenure: 'freehold' } as const
    const register = async (path: string, query: object, most: number | null = null) => {
      const collection = JSON.parse(textOf(path))
      const part = most === null ? collection : { ...collection, features: collection.features.slice(0, most) }
      const bytes = new TextEncoder().encode(JSON.stringify(part))
      const batch = await harness!.run((context) =>
        registerParcelBatch(context, { mode: 'quarantine', fileName: path, ...declared, ...query }, bytes),
      )
      const codes = batch.rows.flatMap(({ problems }) => problems.map(({ code }) => code))
      list(path, most === null ? 'geojson' : `geojson, first ${most}`, batch.accepted, tallyOf(codes))
    }
    await register('land/estonia-forest-registry/result_stands.geojson', {
      areaProperty: 'Pindala (ha)',
      areaUnit: 'ha',
    })
    await register('land/estonia-forest-registry/result_layer10.geojson', {})
    await register('land/estonia-forest-registry/aoi.geojson', {})
    await register(french, { areaProperty: 'contenance', areaUnit: 'm2' }, 300)
  },
  180_000,
)

test.skipIf(!present)(
  'land: every parcel of the French cadastre is valid and measured against its declared area',
  async () => {
    const { features } = JSON.parse(textOf(french)) as {
      features: { id: string; properties: { contenance: number }; geometry: unknown }[]
    }
    const codes = await harness!.run(async (context) =>
      features.flatMap(({ id, properties, geometry }) => {
        const declaration = {
          reference: id,
          ownerPartyId: 'nobody',
          landClass: 'other',
          tenure: 'freehold',
          declaredArea: properties.contenance,
          declaredAreaUnit: 'm2',
        }
        const { problems } = prepareParcel(context, { file: french, pointer: '' }, declaration, geometry, wgs84)
        return problems?.map(({ code }) => code) ?? []
      }),
    )
    list(french, 'geojson, all, before overlap', features.length - codes.length, tallyOf(codes))
  },
)

test.skipIf(!present)('the page lists nothing else', () => {
  if (process.env.PRINT_REAL_DATA) console.log(found.map((row) => `| \`${row.replace(' | ', '` | ')} |`).join('\n'))
  expect(documented.filter((row) => !found.includes(row))).toEqual([])
})
