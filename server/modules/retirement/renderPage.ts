import type { Description } from './describeRetirement.ts'

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0; padding: 1rem; max-width: 44rem; margin-inline: auto }
h1 { font-size: 1.6rem; line-height: 1.2 }
.quantity { font-size: 2rem; font-weight: 700; margin: .5rem 0 1.5rem }
dt { font-weight: 600; margin-top: .8rem }
dd { margin: 0; overflow-wrap: anywhere }
a:focus-visible { outline: 3px solid; outline-offset: 2px }
.state { border-left: .3rem solid; padding-left: .8rem }
`

/** The public page of a retirement: one HTML document without script, readable at phone width and by a screen reader. */
export function renderPage(of: Description): string {
  const { retirement, final, quantity, lines } = of
  const title = final ? 'Carbon credits retired' : 'Retirement under way'
  const state = final
    ? 'These units are burned for good. Nobody can transfer, sell or retire them again.'
    : 'This retirement is not final on chain yet. Read this page again later.'
  const items = lines.map(({ label, value }) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`).join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(`${title}: ${quantity}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="quantity">${escapeHtml(quantity)}</p>
<p class="state" role="status">${escapeHtml(state)}</p>
<dl>
${items}
</dl>
<h2>Check it yourself</h2>
<p>The chain holds the quantity and two commitments: keccak256 of a secret salt followed by the beneficiary, and by the
purpose, each in UTF-8. Whoever holds the certificate can show that they fit.</p>
<ul>
<li><a href="/api/v1/credits/${encodeURIComponent(retirement.creditId)}">Register entry of this credit (JSON)</a></li>
</ul>
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
