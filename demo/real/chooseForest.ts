/** The forest of a folder: an inventory of trees by plot, and a table with the corners of each of these plots. */
import { type Exact, exact } from '@assay/domain/decimal.ts'
import { type ColumnProfile, type CsvRecord, profileFor, readHeader, readRows } from './csv.ts'
import type { DataFolder } from './dataFolder.ts'

export type Position = readonly [longitude: number, latitude: number]

export interface ForestPlot {
  readonly plot: string
  readonly trees: number
  /** Ground surveyed, from the field coordinates of the corners. */
  readonly areaHa: Exact
  /** Closed and counter-clockwise, as RFC 7946 asks. */
  readonly ring: readonly Position[]
  /** Aboveground biomass, in tonnes, that the folder publishes for the plot; null when it does not. */
  readonly publishedT: Exact | null
}

export interface Forest {
  readonly inventoryFile: string
  readonly cornersFile: string
  readonly profile: ColumnProfile
  readonly plots: readonly ForestPlot[]
}

/** Inventories whose heights were modelled by their publisher, tree by tree; declared beside the profiles that are shipped. */
export const modelledHeights: ColumnProfile = {
  name: 'trees-modelled-heights',
  format: 'trees-csv',
  columns: { plot: 'Plot', genus: 'Genus', species: 'Species', diameterCm: 'D', heightM: 'H_model', woodDensity: 'WD' },
}

const squareMetresPerHectare = exact('10000')
const cornerColumns = ['Plot', 'Xfield', 'Yfield', 'Long', 'Lat']
const expectedColumns = ['Plot', 'trees', 'agb_Mg']

/** The first inventory of which every plot has four corners; null when there is none. */
export function chooseForest(data: DataFolder, profiles: readonly ColumnProfile[]): Forest | null {
  const tables = data.files('forest', '.csv').map((file) => ({ file, header: readHeader(data.text(file)) }))
  const having = (columns: readonly string[]) =>
    tables.filter(({ header }) => columns.every((column) => header.includes(column)))
  const published = having(expectedColumns).flatMap(({ file }) => readRows(data.text(file)))
  for (const { file, header } of tables) {
    const profile = profileFor(profiles, 'trees-csv', header)
    if (profile?.columns.plot === undefined) continue
    const names = readRows(data.text(file)).map((row) => row[profile.columns.plot!]!)
    for (const corners of having(cornerColumns)) {
      const rows = readRows(data.text(corners.file))
      const plots = [...new Set(names)].map((plot) => {
        const trees = names.filter((name) => name === plot).length
        const of = published.find((row) => row.Plot === plot && row.trees === String(trees))
        return plotOf(plot, trees, rows, of === undefined ? null : numberOf(of.agb_Mg))
      })
      if (plots.every((plot) => plot !== null))
        return { inventoryFile: file, cornersFile: corners.file, profile, plots }
    }
  }
  return null
}

/** Null when the table does not have exactly the four corners of a rectangle. */
function plotOf(plot: string, trees: number, rows: readonly CsvRecord[], publishedT: Exact | null): ForestPlot | null {
  const corners = rows.filter((row) => row.Plot === plot)
  const [xs, ys] = [sidesOf(corners, 'Xfield'), sidesOf(corners, 'Yfield')]
  if (corners.length !== 4 || xs === null || ys === null) return null
  // Around the rectangle in the field; which way that runs on the map depends on the surveyor's axes.
  const around = [
    [xs[0], ys[0]],
    [xs[1], ys[0]],
    [xs[1], ys[1]],
    [xs[0], ys[1]],
  ] as const
  const ring: Position[] = []
  for (const [x, y] of around) {
    const corner = corners.find((row) => numberOf(row.Xfield)?.equals(x) && numberOf(row.Yfield)?.equals(y))
    const at = [Number(corner?.Long), Number(corner?.Lat)] as const
    if (!at.every(Number.isFinite)) return null
    ring.push(at)
  }
  const area = xs[1].minus(xs[0]).times(ys[1].minus(ys[0])).div(squareMetresPerHectare)
  if (!turnsLeft(ring)) ring.reverse()
  return { plot, trees, areaHa: area, ring: [...ring, ring[0]!], publishedT }
}

/** Both values that a field coordinate takes, the smaller first. */
function sidesOf(corners: readonly CsvRecord[], column: 'Xfield' | 'Yfield'): readonly [Exact, Exact] | null {
  const values = corners.flatMap((row) => numberOf(row[column]) ?? []).sort((a, b) => a.cmp(b))
  if (values.length !== corners.length) return null
  const [low, high] = [values[0], values.at(-1)]
  if (low === undefined || high === undefined || !high.greaterThan(low)) return null
  return values.every((value) => value.equals(low) || value.equals(high)) ? [low, high] : null
}

/** Null when it is no plain decimal number. */
function numberOf(text: string | undefined): Exact | null {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? exact(text as `${number}`) : null
}

function turnsLeft([a, b, c]: readonly Position[]): boolean {
  return (b![0] - a![0]) * (c![1] - b![1]) - (b![1] - a![1]) * (c![0] - b![0]) > 0
}
