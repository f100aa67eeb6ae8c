const pollMs = 150
/** Far more than a healthy installation needs: that a machine is slow, or its database is being started again, is no failure. */
const waitMostMs = 240_000

/** Asks until the answer is not null. Throws when it takes longer than four minutes, naming what was waited for. */
export async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + waitMostMs; ; ) {
    const answer = await ask()
    if (answer !== null) return answer
    if (Date.now() > end) throw new Error(`waited ${waitMostMs / 1_000} s for ${what}`)
    await new Promise((resume) => setTimeout(resume, pollMs))
  }
}
