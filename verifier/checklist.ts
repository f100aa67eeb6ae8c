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
}

export function createChecklist(): Checklist {
  const findings: Finding[] = []
  const failed = (check: string, error: unknown) => {
    findings.push({ check, outcome: 'failed', says: error instanceof Error ? error.message : String(error) })
    return undefined
  }
  return {
    findings,
    check(check, says, run) {
      try {
        const result = run()
        findings.push({ check, outcome: 'passed', says })
        return result
      } catch (error) {
        return failed(check, error)
      }
    },
    async checkLater(check, says, run) {
      try {
        const result = await run()
        findings.push({ check, outcome: 'passed', says })
        return result
      } catch (error) {
        return failed(check, error)
      }
    },
    withheld(check, says) {
      findings.push({ check, outcome: 'withheld', says })
    },
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
