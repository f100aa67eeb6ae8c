/**
 * The Harmonised System to its six digits, the part that is the same in every country: 5,612 subheadings of 1,228 headings in the edition
 * of 2022. No maintained package was found, so the list is our own ([lists/](lists/README.md)). What papers cite of another edition is
 * kept up as a governed parameter.
 */
import { parseHsCode } from '@assay/domain/assetClasses.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { codeErrors } from './errors.ts'
import list from './lists/hs.json' with { type: 'json' }

export const hsList = `HS ${list.edition}`

/** In ascending order. */
const subheadings: readonly string[] = Object.entries(list.chapters).flatMap(([chapter, headings]) =>
  headings.split(', ').flatMap((line) => {
    const [heading, ...rest] = line.split(' ')
    return rest.map((digits) => chapter.slice(-2) + heading + digits)
  }),
)

/** Every heading and subheading, with what lies between them: a code of five digits is the beginning of some. */
const known = new Set(subheadings.flatMap((code) => [code.slice(0, 4), code.slice(0, 5), code]))

/** True when the first six of 4 to 10 digits exist, or all of them when they are fewer. The rest is each country's own. */
export function isHsCode(digits: string, parameters: ParameterSet): boolean {
  const shared = digits.slice(0, 6)
  return known.has(shared) || parameters.get(inputs.codes.subheadingsAdded).some((code) => code.startsWith(shared))
}

/** The codes most like one that does not exist, of the same length up to six: those that share most of its first digits. */
export function nearestHsCodes(digits: string): readonly string[] {
  const length = digits.length < 6 ? 4 : 6
  for (let shared = length - 1; shared >= 2; shared -= 1) {
    const alike = subheadings.filter((code) => code.startsWith(digits.slice(0, shared)))
    if (alike.length === 0) continue
    const given = Number(digits.slice(0, length))
    const away = (code: string) => Math.abs(Number(code) - given)
    return [...new Set(alike.map((code) => code.slice(0, length)))].sort((a, b) => away(a) - away(b)).slice(0, 3)
  }
  return []
}

/** Digits of an HS code that exists. @throws HS_CODE_INVALID CODE_UNKNOWN */
export function requireHsCode(value: unknown, field: string, parameters: ParameterSet): string {
  const code = parseHsCode(value, field)
  if (!isHsCode(code, parameters)) {
    throw codeErrors.CODE_UNKNOWN({ field, given: code, list: hsList, nearest: nearestHsCodes(code) })
  }
  return code
}
