import { type Html, html, inLocale, renderDocument, showInstant } from '../../pages/document.ts'
import type { Description } from './describeRetirement.ts'

/** The public page of a retirement. */
export function renderPage(of: Description): string {
  const { retirement, quantity, locale } = of
  const { title, state } = words(of)
  const main = html`<h1>${title}</h1>
<p class="quantity">${inLocale(locale, quantity)}</p>
<p class="state">${state}</p>
${list(of.facts, locale)}
<h2>Check it yourself</h2>
<p>The chain holds the quantity and two commitments: the keccak256 hash of a secret salt followed by the beneficiary, and of the
same salt followed by the purpose, in UTF-8 and Unicode normal form C. The certificate shows the salt, so whoever holds it can prove both texts.</p>
${list(of.details, locale)}
<ul>
${proof(of)}<li><a href="/api/v1/credits/${retirement.creditId}">Register entry of this credit (JSON)</a></li>
</ul>`
  return renderDocument({ title: `${title}: ${quantity}`, main, listed: false })
}

/** What never becomes final never has a proof. */
function proof({ final, retirement }: Description): Html {
  if (!final) return html``
  return html`<li><a href="/retirements/${retirement.retirementId}/proof">Proof of this retirement, to be checked offline</a></li>
`
}

function words({ final, retirement }: Description): { title: string; state: string } {
  if (final)
    return {
      title: 'Carbon credits retired',
      state: 'These units are burned for good. Nobody can transfer, sell or retire them again.',
    }
  if (retirement.state === 'failed')
    return { title: 'Retirement refused', state: 'The chain refused this retirement. No unit was burned.' }
  return {
    title: 'Retirement under way',
    state: 'This retirement is not final on chain yet. Read this page again in a minute.',
  }
}

function list(lines: Description['facts'], locale: string): Html {
  const items = lines.map(
    ({ label, value, at }) => html`<dt>${label}</dt><dd>${at === undefined ? value : showInstant(locale, at)}</dd>
`,
  )
  return html`<dl>
${items}</dl>`
}
