/**
 * Ports by UN/LOCODE: the package `sea-ports` (MIT), 1,634 of them with name and position, the places with a port of our own list
 * ([lists/](lists/README.md)), and what was added to both since, a governed parameter. Our list has no line of some countries. There a
 * well-formed code is taken as it is and named as not listed: refusing it would refuse the country's small ports, and no rule asks more
 * of a port than that two papers agree.
 */
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { inputs } from '@assay/domain/programmes/inputs.ts'
import seaPorts from 'sea-ports'
import { isCountry } from './countryCodes.ts'
import { codeErrors } from './errors.ts'
import list from './lists/unlocode.json' with { type: 'json' }

export const portList = `UN/LOCODE ${list.edition}, ports`

export interface PortWithPosition {
  readonly code: string
  /** Degrees, WGS84. */
  readonly position: { readonly longitude: number; readonly latitude: number }
}

const listed = new Set([
  ...Object.keys(seaPorts.JSON),
  ...Object.entries(list.ports).flatMap(([country, places]) =>
    (places.match(/.{3}/g) ?? []).map((place) => country + place),
  ),
])

/** Countries whose ports are all listed, as of the list's edition: it ends within one. */
const complete = new Set(Object.keys(list.ports).filter((country) => country !== list.partly))

const positioned: readonly PortWithPosition[] = Object.entries(seaPorts.JSON).flatMap(([code, { coordinates }]) => {
  const [longitude, latitude] = coordinates ?? []
  return longitude === undefined || latitude === undefined ? [] : [{ code, position: { longitude, latitude } }]
})

/** The ports a vessel can be seen to lie in. */
export function portsWithPosition(): readonly PortWithPosition[] {
  return positioned
}

/** UN/LOCODE without the space between country and place. */
function normalisePortCode(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/^([A-Z]{2}) /, '$1')
}

export function isListedPort(code: string, parameters: ParameterSet): boolean {
  return listed.has(code) || parameters.get(inputs.codes.portsAdded).includes(code)
}

/** Normal form of a code that is listed, or that may be one of a country whose ports are not all listed; null otherwise. */
export function readPort(text: string, parameters: ParameterSet): string | null {
  const code = normalisePortCode(text)
  if (isListedPort(code, parameters)) return code
  const country = code.slice(0, 2)
  return /^[A-Z]{2}[A-Z2-9]{3}$/.test(code) && isCountry(country) && !complete.has(country) ? code : null
}

/** Listed ports of the same country that differ from a code in one letter, or in two that changed places; the larger ones first. */
export function nearestPorts(text: string, parameters: ParameterSet): readonly string[] {
  const given = normalisePortCode(text)
  const letters = (code: string) => [...code].sort().join('')
  const alike = (code: string) => {
    const differing = [...code].filter((letter, index) => letter !== given[index]).length
    return differing === 1 || (differing === 2 && letters(code) === letters(given))
  }
  return [...new Set([...listed, ...parameters.get(inputs.codes.portsAdded)])]
    .filter((code) => code.slice(0, 2) === given.slice(0, 2) && given.length === 5 && alike(code))
    .sort((a, b) => Number(b in seaPorts.JSON) - Number(a in seaPorts.JSON) || (a < b ? -1 : 1))
    .slice(0, 3)
}

/** @throws CODE_UNKNOWN */
export function requirePort(text: string, field: string, parameters: ParameterSet): string {
  const code = readPort(text, parameters)
  if (code === null) {
    throw codeErrors.CODE_UNKNOWN({ field, given: text, list: portList, nearest: nearestPorts(text, parameters) })
  }
  return code
}
