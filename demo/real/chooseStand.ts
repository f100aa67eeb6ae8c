/** The stand of a forest register that a land project is made of: the largest whose trees the register describes. */

/** Names of the properties in which a register says what stands on a parcel. */
export interface StandColumns {
  readonly species: string
  readonly ageYears: string
}

export interface Stand {
  /** Of the feature in its file. */
  readonly position: number
  /** As the register spells it. */
  readonly species: string
  readonly ageYears: number
}

interface Described {
  readonly properties: Readonly<Record<string, unknown>> | null
}

/** Younger stands grow at rates of their own. */
const leastYears = 20

/** Null when no stand is described, or none is old enough. Of equally large ones the first. */
export function chooseStand(
  features: readonly Described[],
  refused: ReadonlySet<number>,
  columns: StandColumns,
  areaProperty: string,
): Stand | null {
  let best: (Stand & { readonly area: number }) | null = null
  for (const [position, { properties }] of features.entries()) {
    const { [columns.species]: species, [columns.ageYears]: ageYears, [areaProperty]: declared } = properties ?? {}
    const area = Number(declared)
    if (refused.has(position) || typeof species !== 'string' || typeof ageYears !== 'number') continue
    if (ageYears > leastYears && area > (best?.area ?? 0)) best = { position, species, ageYears, area }
  }
  return best && { position: best.position, species: best.species, ageYears: best.ageYears }
}
