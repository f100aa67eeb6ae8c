import type { Stage } from '../stories/stage.ts'

const everyMs = 5_000
const firstMs = 1_000

/** Says after a second, and then every five, that a longer step is still under way, and what it has told last. */
export async function withProgress<R>(
  stage: Stage,
  title: string,
  work: (tell: (detail: string) => void) => Promise<R>,
): Promise<R> {
  const from = Date.now()
  let detail = ''
  const show = () =>
    stage.say(`${title}: ${Math.round((Date.now() - from) / 1_000)} s${detail === '' ? '' : `, ${detail}`}`)
  const first = setTimeout(show, firstMs)
  const timer = setInterval(show, everyMs)
  try {
    return await work((text) => {
      detail = text
    })
  } finally {
    clearTimeout(first)
    clearInterval(timer)
  }
}
