/** The vessel of the shipment in a day of AIS: the one the documents name, else one that was under way all day. */
import { type CsvRecord, readRows } from './csv.ts'
import type { DataFolder } from './dataFolder.ts'

export interface Vessel {
  readonly file: string
  readonly imo: string
  readonly name: string
  /** First day it was seen. */
  readonly day: string
  /** True when the shipment's documents name it. */
  readonly isNamed: boolean
}

/** Speed over ground above which a vessel is not lying still in a port. */
const underWayKnots = 3

/** Vessels in the order in which they are tried; the API may find no track in the first. */
export function chooseVessels(data: DataFolder, vesselName: string | null): readonly Vessel[] {
  return data.files('ais', '.csv').flatMap((file) => {
    const byImo = Map.groupBy(readRows(data.text(file)), ({ IMO = '' }) => IMO.replace(/^IMO/, ''))
    const tracks = [...byImo].filter(([imo]) => /^[0-9]{7}$/.test(imo))
    const named = tracks.filter(([, rows]) => vesselName !== null && isCalled(rows, vesselName))
    const underWay = tracks
      .filter(([, rows]) => rows.every(({ SOG = '' }) => Number(SOG) >= underWayKnots))
      .toSorted(([a, rows], [b, others]) => others.length - rows.length || (a < b ? -1 : 1))
    const chosen = named.length > 0 ? named : underWay
    return chosen.slice(0, triesMost).map(([imo, rows]) => ({
      file,
      imo,
      name: rows[0]?.VesselName ?? '',
      day: (rows[0]?.BaseDateTime ?? '').slice(0, 10),
      isNamed: named.length > 0,
    }))
  })
}

const triesMost = 5

const isCalled = (rows: readonly CsvRecord[], name: string) =>
  rows.some(({ VesselName = '' }) => VesselName.toUpperCase() === name.toUpperCase())
