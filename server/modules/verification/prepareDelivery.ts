import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import type { Dossier } from '@assay/domain/dossier.ts'
import { canMove } from '@assay/domain/lifecycle.ts'
import { tradeLifecycle } from '@assay/domain/lifecycles.ts'
import { assessCase, type CaseAssessment } from '@assay/domain/policy/caseAssessment.ts'
import { checklistOf } from '@assay/domain/policy/checklist.ts'
import { isHighValue } from '@assay/domain/policy/tiers.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import { allocationTermsOf } from '@assay/protocol/caseTerms.ts'
import { tradeClaimKey } from '@assay/protocol/claimKey.ts'
import { allocationTermsHash } from '@assay/protocol/terms.ts'
import { tradeClaimOf } from '@assay/protocol/tradeClaim.ts'
import type { CommandContext, Json } from '../../module.ts'
import { moveTrade, readTrade, type TradeRecord, type TradeWallets } from '../assets/index.ts'
import { freezeDossier } from '../evidence/index.ts'
import { selectCommittee } from '../oracles/index.ts'
import { actingWallet } from '../parties/index.ts'
import { allocationBasis } from './allocationBasis.ts'
import { verificationErrors } from './errors.ts'
import type { PreparedCase } from './preparedCase.ts'
import { sellerHistory } from './sellerHistory.ts'
import { storeAllocationTerms } from './termsJson.ts'

/** A delivery's case: what its documents must show, and the Foundation Token it will earn. */
export async function prepareDelivery(ctx: CommandContext, tradeId: string): Promise<PreparedCase> {
  const trade = await readTrade(ctx.db, tradeId)
  const wallets = await paidBetween(ctx, trade)
  const frozen = await freezeDossier(ctx, { caseId: tradeId, subject: { kind: 'trade', id: tradeId } })
  const documents = frozen.documents.map(({ record }) => record)
  const sovereign = await actingWallet(ctx.db, trade.sovereignPartyId)
  const basis = await allocationBasis(ctx, trade, { ...wallets, sovereign: sovereign.address })
  const dossier = await dossierOf(ctx, trade, documents, basis.metrics.volatilityRatio)
  const assessment = assessCase(dossier, ctx.parameters)
  const terms = allocationTermsOf(dossier, basis, ctx.parameters)
  const claim = tradeClaimOf(documents)
  const ownerPartyIds = [trade.buyerPartyId, trade.sellerPartyId, trade.sovereignPartyId]
  const committee = await selectCommittee(ctx, {
    programme: 'commodity',
    size: assessment.tier.committeeSize,
    excludedParties: ownerPartyIds,
    seed: frozen.evidenceRoot,
  })
  return {
    reference: trade.reference,
    ownerPartyIds,
    tier: tierJson(assessment),
    terms: storeAllocationTerms(terms),
    termsInputs: { basis, claim } as unknown as Json,
    contractedQuantity: trade.quantityKg,
    // Records stay in evidence, where they can be erased; the case keeps what it has of its own.
    dossier: { ...dossier, documents: [] } as unknown as Json,
    opened: {
      claimKey: tradeClaimKey(claim),
      evidenceRoot: frozen.evidenceRoot,
      termsHash: allocationTermsHash(terms),
      committee,
      scoreThresholdE4: assessment.thresholdE4,
      consensusBps: assessment.tier.consensusBps,
      minReports: assessment.tier.minSources,
      windowSeconds: assessment.tier.challengeWindowSeconds,
    },
    deadline: new Date(ctx.now.getTime() + ctx.parameters.get(fictra.verification.reportDeadlineSeconds) * 1000),
    parametersAt: ctx.now,
  }
}

/** Asking for verification says that the goods are on their way; nobody verifies a delivery that is not paid into escrow. */
async function paidBetween(ctx: CommandContext, trade: TradeRecord): Promise<TradeWallets> {
  const underWay = trade.state === 'inTransit'
  if (trade.wallets === null || !(underWay || canMove(tradeLifecycle, trade.state, 'ship'))) {
    throw verificationErrors.CASE_SUBJECT_NOT_READY({ tradeId: trade.tradeId, state: trade.state, needed: 'funded' })
  }
  if (!underWay) await moveTrade(ctx, trade.tradeId, 'ship')
  return trade.wallets
}

async function dossierOf(
  ctx: CommandContext,
  trade: TradeRecord,
  documents: Dossier['documents'],
  volatilityRatio: string,
): Promise<Dossier> {
  const valuePt = formatQuantity(quantity(trade.totalPt, 'PT'))
  const quantityTonnes = formatQuantity(quantity(trade.quantityKg, 't'))
  const contract = { category: trade.category, highRisk: trade.highRisk, valuePt: parseExact(valuePt, 'valuePt') }
  return {
    caseId: trade.tradeId,
    round: 1,
    propositionTonnes: quantityTonnes,
    contracted: {
      tradeId: trade.tradeId,
      category: trade.category,
      hsCode: trade.hsCode,
      quantityTonnes,
      valuePt,
      originCountry: trade.originCountry,
      productionSiteCountry: trade.productionSiteCountry,
      loadPort: trade.loadPort,
      dischargePort: trade.dischargePort,
      highRisk: trade.highRisk,
      highValue: isHighValue(contract, ctx.parameters),
      perishable: trade.perishable,
    },
    context: { ...(await sellerHistory(ctx, trade.sellerPartyId)), volatilityRatio },
    ...checklistOf(contract, ctx.parameters),
    custody: trade.custody,
    documents,
  }
}

function tierJson({ tier, adjustments, threshold }: CaseAssessment): Json {
  return { ...tier, dueDiligenceShare: formatExact(tier.dueDiligenceShare), threshold, adjustments }
}
