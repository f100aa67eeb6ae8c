/** The sign of the project: an A whose crossbar is the beam of a scale. Drawn here; used as icon and in front of the name. */

/** Its strokes, on a square of 32. */
export const strokeOfSign = [
  { path: 'M8 25 16 7 24 25', width: 3 },
  { path: 'M7.5 18.5H24.5', width: 2 },
] as const

const strokes = strokeOfSign
  .map(
    ({ path, width }) =>
      `<path d="${path}" fill="none" stroke="#fff" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`,
  )
  .join('')
const square = `<rect width="32" height="32" rx="7" fill="#14532d"/>${strokes}`

/** The sign inside a page, where the name stands beside it. */
export const sign = `<svg aria-hidden="true" viewBox="0 0 32 32">${square}</svg>`

/** The sign as a file, for browser tabs. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${square}</svg>`

/** Sign and name in a line; white, for the dark bar of /docs. */
export const wordmark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 32" role="img" aria-label="Assay">' +
  square +
  '<text x="42" y="23.5" font-family="system-ui,sans-serif" font-size="23" font-weight="600" fill="#fff">Assay</text></svg>'
