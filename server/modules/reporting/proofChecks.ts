/** What can be checked with a bundle, group by group, in plain words: the groups of verifier/README.md. */
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { BundleCase, RetirementBundle } from '@assay/protocol/bundle.ts'
import { type Html, html, inLocale, showHash } from '../../pages/document.ts'
import { formatCarbon, formatDecimal } from '../../pages/locale.ts'
import type { Proof } from './readProof.ts'

interface Check {
  readonly label: string
  readonly value: Html
}

export function checksOf(proof: Proof): Check[] {
  const { bundle, bundleId, locale } = proof
  const count = (of: number | string) => formatDecimal(locale, String(of))
  const { entries, treeSize, root } = bundle.auditLog
  return [
    {
      label: 'The file',
      value: html`Not a byte of it can be changed unnoticed: with its private parts closed, it hashes to its id. ${showHash(bundleId)}`,
    },
    {
      label: 'The chain',
      value: html`${count(bundle.facts.length)} log entries of the contracts are proven, each by a receipt and the header of its block.`,
    },
    {
      label: 'The audit log',
      value: html`${count(entries.length)} entries about this are in the operator's log, none of the necessary ones missing; the chain holds the root of
its first ${count(treeSize)}. ${showHash(root)}`,
    },
    ...(bundle.kind === 'retirement' ? retirementChecks(bundle, count) : caseChecks(bundle.case, bundle.kind, locale)),
  ]
}

function caseChecks(of: BundleCase, kind: 'allocation' | 'issuance', locale: string): Check[] {
  const count = (number: number) => formatDecimal(locale, String(number))
  const signed = of.rounds.at(-1)!.reports[0]?.report
  const documents = of.evidence.length === 1 ? 'The only document' : `All ${count(of.evidence.length)} documents`
  const steps = of.computation.steps.map(
    ({ rule, result }) => html`<li>${rule}: <code>${result}</code></li>
`,
  )
  return [
    {
      label: 'The committee',
      value: html`<ul>
${of.rounds.map((round) => roundOf(round, kind, locale))}</ul>
At least ${count(of.minReports)} had to report. Every report is signed by a key that the chain's register names, and outcome, score and share follow from the reports.`,
    },
    {
      label: 'The evidence',
      value: html`${documents} of the case hash to the root that the committee signed. The public copy withholds them; each can be shown alone.
${signed === undefined ? '' : showHash(signed.evidenceRoot)}`,
    },
    {
      label: 'The terms',
      value: html`What was to be issued, and the ${count(of.parameters.length)} parameters it follows from, each with its version, hash to what the committee signed.
${signed === undefined ? '' : showHash(signed.termsHash)}`,
    },
    ...('buyer' in of.terms
      ? [
          {
            label: 'The payment',
            value: html`The whole value lay in escrow for this delivery before anything was minted, from the wallet of the buyer to that of the
seller. ${showHash(of.terms.buyer)}${showHash(of.terms.seller)}`,
          },
        ]
      : []),
    {
      label: 'The quantity',
      value: html`Recomputed to the last digit and compared with what the chain
${kind === 'allocation' ? 'minted. In the steps amounts of tokens are in their smallest unit' : 'issued'}.
<details><summary>${count(steps.length)} steps</summary><ol>
${steps}</ol></details>`,
    },
  ]
}

function roundOf(
  { round, proposedQuantity, reports }: BundleCase['rounds'][number],
  kind: 'allocation' | 'issuance',
  locale: string,
): Html {
  const proposed =
    kind === 'allocation'
      ? `${formatDecimal(locale, formatQuantity(quantity(BigInt(proposedQuantity), 't')))} t`
      : formatCarbon(locale, proposedQuantity)
  const agreeing = reports.filter(({ report }) => report.agrees).length
  return html`<li>Round ${formatDecimal(locale, String(round))}, about ${inLocale(locale, proposed)}: ${formatDecimal(locale, String(agreeing))} of
${formatDecimal(locale, String(reports.length))} reports agree.</li>
`
}

function retirementChecks({ retirement }: RetirementBundle, count: (of: number) => string): Check[] {
  const { issuances, beneficiaryHash, purposeHash } = retirement
  return [
    {
      label: 'The retirement',
      value: html`The chain burned exactly this quantity of this credit for good, for a beneficiary and a purpose that it knows by their salted
hashes. ${showHash(beneficiaryHash)}${showHash(purposeHash)}`,
    },
    {
      label: 'The issuances behind it',
      value: html`${count(issuances.length)} in all, in the same file: each is checked from its evidence on, like one with a file of its own.`,
    },
  ]
}
