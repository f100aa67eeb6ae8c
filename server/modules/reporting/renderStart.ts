import { type Html, html, inLocale, renderDocument, showInstant } from '../../pages/document.ts'
import { formatCarbon, formatDecimal } from '../../pages/locale.ts'
import type { Proven, Start } from './readStart.ts'

/** The start page: what this is, where everything is, and what was proven here lately. */
export function renderStart(start: Start): string {
  const main = html`<h1>Verified real-world production, settled as digital assets</h1>
<p>Assay issues Foundation Token for verified deliveries of commodities, and carbon credits for verified storage of carbon.
Independent oracles verify; the server can neither vote nor mint alone. Everything that was issued or retired has a proof that
anybody can check.</p>
<h2>Where everything is</h2>
${places}
<h2>Issued and retired lately</h2>
${latest(start)}
<h2>Audit log</h2>
${auditLog(start)}`
  return renderDocument({ title: 'Assay', main, listed: true })
}

const places = html`<ul>
<li><a href="/docs">API</a>: every operation, to read and to try</li>
<li><a href="/openapi.json">API description</a> for programs (OpenAPI 3.1); operations are below <code>/api/v1</code>, tokens come from
<code>/oidc/token</code></li>
<li><a href="/readyz">Health</a>: whether every part is running (JSON)</li>
<li><a href="/problems">Errors</a> and what to do about them</li>
<li><a href="/api/v1/bundles">Proofs</a>: all bundles (JSON)</li>
<li>Guides for each role: <code>docs/guides</code> in the source code</li>
</ul>`

function latest({ latest, locale }: Start): Html {
  if (latest.length === 0)
    return html`<p>Nothing yet. What is issued or retired appears here with its proof as soon as both are final on chain, usually a
minute after the decision.</p>`
  return html`<ul class="rows">
${latest.map((of) => row(of, locale))}</ul>
<p>A proof says what can be checked with it, and how: one command without a network recomputes every number.</p>`
}

function row(of: Proven, locale: string): Html {
  const proof = html`<a href="/bundles/${of.bundleId}" aria-label="Proof of ${of.subjectId}">proof</a>`
  return html`<li><strong>${inLocale(locale, amountOf(of, locale))}</strong> ${what(of)}, ${proof}<br>
<span class="quiet">Proven ${showInstant(locale, of.assembledAt)}</span></li>
`
}

function amountOf({ subjectKind, amount }: Proven, locale: string): string {
  return subjectKind === 'allocation' ? `${formatDecimal(locale, amount)} FT` : formatCarbon(locale, amount)
}

function what({ subjectKind, subjectId }: Proven): Html {
  if (subjectKind === 'retirement')
    return html`retired: <a href="/retirements/${subjectId}">retirement ${subjectId}</a>`
  const kind = subjectKind === 'allocation' ? 'minted for a delivery' : 'issued for stored carbon'
  return html`${kind}: <a href="/cases/${subjectId}">case ${subjectId}</a>`
}

function auditLog({ log, locale }: Start): Html {
  if (log === null) return html`<p>Nothing has been done yet, so nothing is logged.</p>`
  const { treeSize, root, anchor } = log
  const anchored =
    anchor === null
      ? html`Its root has not been written to the chain yet.`
      : html`The chain holds the root of the first ${inLocale(locale, formatDecimal(locale, anchor.treeSize))}, written
${showInstant(locale, new Date(anchor.anchoredAt))}.`
  return html`<p>${inLocale(locale, formatDecimal(locale, treeSize))} entries so far, which nobody can change unnoticed. ${anchored}</p>
<dl><dt>Root now</dt><dd><a href="/api/v1/audit-log/tree-head">${root}</a></dd></dl>`
}
