/** What was checked, in plain words, and how it came out. */
export interface Finding {
  readonly check: string
  readonly outcome: 'passed' | 'failed' | 'withheld'
  /** One sentence: what holds, what does not, or what could not be looked at. */
  readonly says: string
}

export interface Checklist {
  readonly findings: readonly Finding[]
  /** Runs one check. It fails when it throws; the message says why. @returns what `run` returned, undefined when it failed. */
  check<T>(check: string, says: string, run: () => T): T | undefined
  checkLater<T>(check: string, says: string, run: () => Promise<T>): Promise<T | undefined>
  /** Notes what could not be checked, since its inputs are withheld. */
  withheld(check: string, says: string): void
  /** The same list for a part of the file: the names of its checks begin with the part. */
  of(part: string): Checklist
}

export function createChecklist(): Checklist {
  return checklistOf([], '')
}

function checklistOf(findings: Finding[], prefix: string): Checklist {
  const found = (check: string, outcome: Finding['outcome'], says: string) =>
    void findings.push({ check: `${prefix}${check}`, outcome, says })
  const failed = (check: string, error: unknown) => {
    found(check, 'failed', error instanceof Error ? error.message : String(error))
    return undefined
  }
  return {
    findings,
    check(check, says, run) {
      try {
        const result = run()
        found(check, 'passed', says)
        return result
      } catch (error) {
        return failed(check, error)
      }
    },
    async checkLater(check, says, run) {
      try {
        const result = await run()
        found(check, 'passed', says)
        return result
      } catch (error) {
        return failed(check, error)
      }
    },
    withheld(check, says) {
      found(check, 'withheld', says)
    },
    of: (part) => checklistOf(findings, `${prefix}${part}, `),
  }
}

/** @throws Error naming both values when they differ. */
export function same(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what} is ${shown(found)}; it should be ${shown(expected)}`)
}

/** @throws Error when the statement is false. */
export function holds(statement: boolean, otherwise: string): void {
  if (!statement) throw new Error(otherwise)
}

function shown(value: unknown): string {
  const text = String(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
