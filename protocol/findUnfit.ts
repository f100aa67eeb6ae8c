/** JSON of outside input, judged as data before anything else looks at it: what canonical JSON cannot write and PostgreSQL cannot
 *  store has no business behind the door (I-JSON, RFC 7493 sections 2.1 and 2.2). */

/** Lists and objects may be nested this deep: far more than any format needs, far less than a recursive reader can bear. */
export const jsonDepthMost = 64

export interface Unfit {
  /** JSON pointer (RFC 6901) of the first offender; of its object when the name of a member offends. */
  readonly pointer: string
  readonly why: 'text' | 'depth' | 'number'
}

/** What is wrong, for whoever sent it. */
export const unfitWords: Readonly<Record<Unfit['why'], string>> = {
  text: 'must be well-formed Unicode text without U+0000',
  depth: `must not be nested deeper than ${jsonDepthMost} levels`,
  number: 'must be a finite number',
}

/** True for text that every reader behind us can take: no lone surrogate, no U+0000. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** The first value that nobody can store, or null. */
export function findUnfit(value: unknown, depth = 0): Unfit | null {
  if (typeof value === 'string') return isStorable(value) ? null : { pointer: '', why: 'text' }
  if (typeof value === 'number') return Number.isFinite(value) ? null : { pointer: '', why: 'number' }
  if (typeof value !== 'object' || value === null) return null
  if (depth === jsonDepthMost) return { pointer: '', why: 'depth' }
  // Lists of numbers are most of a large file: they are walked without making pairs of name and member.
  for (const name of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    if (typeof name === 'string' && !isStorable(name)) return { pointer: '', why: 'text' }
    const unfit = findUnfit((value as Record<string | number, unknown>)[name], depth + 1)
    if (unfit !== null) return { ...unfit, pointer: `/${escapePointer(String(name))}${unfit.pointer}` }
  }
  return null
}

/** One token of a JSON pointer. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
