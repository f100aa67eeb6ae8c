/**
 * Sea ports by UN/LOCODE, from the package `sea-ports` (MIT): 1,634 ports with name and position. Inland places of the full
 * UN/LOCODE list are not in it and are not accepted as port of loading or discharge.
 */
import seaPorts from 'sea-ports'
import { codeErrors } from './errors.ts'

export interface Port {
  readonly code: string
  readonly name: string
  /** ISO 3166-1 alpha-2: the first two letters of the code. */
  readonly country: string
  /** Degrees, WGS84; null when the list has no position. */
  readonly position: { readonly longitude: number; readonly latitude: number } | null
}

const ports: ReadonlyMap<string, Port> = new Map(
  Object.entries(seaPorts.JSON).map(([code, { name, coordinates }]) => {
    const [longitude, latitude] = coordinates ?? []
    const known = longitude !== undefined && latitude !== undefined
    return [code, { code, name, country: code.slice(0, 2), position: known ? { longitude, latitude } : null }]
  }),
)

/** UN/LOCODE without the space between country and place. */
export function normalisePortCode(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/^([A-Z]{2}) /, '$1')
}

export function portOf(code: string): Port | undefined {
  return ports.get(code)
}

/** Every port of the list that has a position. */
export function portsWithPosition(): readonly (Port & { position: NonNullable<Port['position']> })[] {
  return [...ports.values()].filter(
    (port): port is Port & { position: NonNullable<Port['position']> } => port.position !== null,
  )
}

/** @throws CODE_UNKNOWN */
export function requirePort(text: string, field: string): string {
  const code = normalisePortCode(text)
  if (!ports.has(code)) throw codeErrors.CODE_UNKNOWN({ field, given: text, list: 'UN/LOCODE sea ports' })
  return code
}
