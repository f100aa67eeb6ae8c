import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { AllocationBundle, IssuanceBundle, RetirementBundle } from '@assay/protocol/bundle.ts'
import { type Html, html, inLocale, renderDocument, showHash, showInstant } from '../../pages/document.ts'
import { formatCarbon, formatDecimal } from '../../pages/locale.ts'
import { vintageLabel } from '../issuance/index.ts'
import { checksOf } from './proofChecks.ts'
import type { Proof, ProofUnderWay } from './readProof.ts'

/** The page of a proof: what was issued to whom, what the file lets anybody check, and how. */
export function renderProof(proof: Proof): string {
  const { bundle, bundleId, locale, fileUrl } = proof
  const title = {
    allocation: 'Foundation Token minted',
    issuance: 'Carbon credits issued',
    retirement: 'Carbon credits retired',
  }[bundle.kind]
  const quantity =
    bundle.kind === 'allocation' ? `${formatDecimal(locale, proof.amount)} FT` : formatCarbon(locale, proof.amount)
  const file = `bundle-${bundleId.slice(0, 8)}.json`
  const main = html`<h1>${title}</h1>
<p class="quantity">${inLocale(locale, quantity)}</p>
<p class="state">This is final on chain. Anybody can check its proof, without a network.</p>
${definitions(factsOf(proof))}
<p class="quiet">Hashes and addresses are shortened. Open one to see it whole; a click on it then selects it for copying.</p>
<h2>Check it yourself</h2>
<p><a href="/api/v1/bundles/${bundleId}/public" download="${file}">Download the public copy (JSON)</a>: private parts are withheld, and it still
verifies. Or in the folder of the source code, with Node 20 or newer:</p>
<pre><code>curl -fo ${file} ${fileUrl}
npm run -s verify -- ${file}</code></pre>
<p>The second command needs no network and recomputes every number. The parties and auditors also get
<a href="/docs#/reporting/getBundle">the whole file</a>, private parts included.</p>
<h2>What is in the file, and what it shows</h2>
${definitions(checksOf(proof))}
<h2>What the file cannot say</h2>
<p>Whether its block hashes are those of chain ${String(bundle.chain.chainId)}: any node of the chain knows. Whether these are the published contracts:</p>
${definitions(Object.entries(bundle.chain.contracts).map(([name, address]) => ({ label: name, value: showHash(address) })))}`
  return renderDocument({ title: `${title}: ${quantity} - Assay`, main, listed: false })
}

/** A page for what is final while its proof is still being put together. */
export function renderUnderWay({ subjectKind, subjectId }: ProofUnderWay): string {
  const what = subjectKind === 'retirement' ? 'This retirement' : 'What followed from this case'
  const main = html`<h1>Proof under way</h1>
<p class="state">${what} is final on chain; its proof is being put together. Read this page again in a minute.</p>
<p>It takes until the entries of the audit log about it are written to the chain as well.</p>
${definitions([{ label: subjectKind === 'retirement' ? 'Retirement' : 'Case', value: html`<code>${subjectId}</code>` }])}
<p><a href="/">To the start page</a></p>`
  return renderDocument({ title: 'Proof under way - Assay', main, listed: false })
}

export interface Definition {
  readonly label: string
  readonly value: Html
}

function definitions(lines: readonly Definition[]): Html {
  return html`<dl>
${lines.map(
  ({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>
`,
)}</dl>`
}

function factsOf(proof: Proof): Definition[] {
  const { bundle, locale, transactionHash, assembledAt } = proof
  return [
    ...(bundle.kind === 'allocation'
      ? allocationFacts(bundle, locale)
      : bundle.kind === 'issuance'
        ? issuanceFacts(bundle, proof)
        : retirementFacts(bundle, proof)),
    ...(transactionHash === null ? [] : [{ label: 'Transaction', value: showHash(transactionHash) }]),
    { label: 'Proven', value: showInstant(locale, assembledAt) },
  ]
}

function allocationFacts({ case: of }: AllocationBundle, locale: string): Definition[] {
  const amount = (digits: string, unit: 't' | 'PT' | 'FT') =>
    inLocale(locale, `${formatDecimal(locale, formatQuantity(quantity(BigInt(digits), unit)))} ${unit}`)
  return [
    { label: 'Minted for', value: html`the wallet of the exporting sovereign ${showHash(of.terms.sovereign)}` },
    {
      label: 'Delivered',
      value: html`${amount(of.rounds.at(-1)!.proposedQuantity, 't')} of ${amount(of.contractedQuantity, 't')} contracted`,
    },
    { label: 'Value of the contract', value: amount(of.terms.ptValue, 'PT') },
    {
      label: 'By the formula',
      value: html`${amount(of.computation.ftRaw, 'FT')}; caps, a queue or a hold may let less be minted at once`,
    },
    caseOf(of),
  ]
}

function issuanceFacts({ case: of }: IssuanceBundle, { locale, creditId }: Proof): Definition[] {
  // Every methodology says so of its run (domain/methodology/methodologies.ts).
  const run = of.computation.run as unknown as { readonly grossKg: string; readonly netKg: string }
  const kg = (decimal: string) => inLocale(locale, `${formatDecimal(locale, decimal)} kg`)
  return [
    { label: 'Issued to', value: html`the wallet of the project's owner ${showHash(of.terms.to)}` },
    {
      label: 'Quantified',
      value: html`${kg(run.grossKg)} gross, ${kg(run.netKg)} after every deduction; a credit is a whole kilogram`,
    },
    { label: 'Into the buffer', value: inLocale(locale, formatCarbon(locale, of.computation.bufferKg)) },
    { label: 'Vintage', value: html`${vintageLabel(of.subject.vintage)}` },
    { label: 'Methodology', value: html`${of.subject.methodologyId} ${of.subject.methodologyVersion}` },
    { label: 'Project', value: html`<code>${of.subject.projectId}</code>` },
    ...credit(creditId),
    caseOf(of),
  ]
}

function retirementFacts({ retirement: of }: RetirementBundle, { creditId }: Proof): Definition[] {
  const issuances = of.issuances.map(
    ({ bundleId, caseId }) => html`<li><a href="/bundles/${bundleId}">case ${caseId}</a></li>
`,
  )
  return [
    { label: 'Retired from', value: html`the wallet of whoever held them ${showHash(of.holder)}` },
    {
      label: 'Retirement',
      value: html`<a href="/retirements/${of.retirementId}">${of.retirementId}</a>, with beneficiary and purpose where they are public`,
    },
    { label: 'Vintage', value: html`${vintageLabel(of.vintage)}` },
    { label: 'Project', value: html`<code>${of.projectId}</code>` },
    ...credit(creditId),
    {
      label: 'Issued before, each with a proof of its own',
      value: html`<ul>
${issuances}</ul>`,
    },
  ]
}

function credit(creditId: string | null): Definition[] {
  if (creditId === null) return []
  return [
    {
      label: 'Credit',
      value: html`<a href="/api/v1/credits/${creditId}">register entry (JSON)</a> ${showHash(creditId)}`,
    },
  ]
}

function caseOf({ caseId }: { readonly caseId: string }): Definition {
  return { label: 'Case', value: html`<code>${caseId}</code>` }
}
