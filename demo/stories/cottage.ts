/** G6: a hemp-lime cottage becomes credits, some are sold, some retired for good (domain.md 2.27). */
import { clientOf, emitPt, openWallet, registerParty } from '../parties.ts'
import { until } from '../until.ts'
import { type CarbonInputs, type CarbonProject, issueCarbonProject } from './carbonProject.ts'
import type { Stage } from './stage.ts'

export interface CottageFigures {
  readonly grossKg: string
  readonly netKg: string
  readonly issuedKg: string
  readonly carryKg: string
  readonly soldKg: string
  readonly retiredKg: string
  readonly circulatingKg: string
  readonly creditId: string
  readonly retirementId: string
  readonly certificateBytes: number
  readonly publicPage: string
  readonly transactions: { readonly issued: string; readonly sold: string; readonly retired: string }
}

export async function playCottage(
  stage: Stage,
  inputs: CarbonInputs,
): Promise<{ figures: CottageFigures; project: CarbonProject }> {
  const project = await issueCarbonProject(stage, inputs)
  stage.say(`${project.issuedKg} kg CO2e issued, ${project.bufferKg} kg to the buffer, ${project.carryKg} kg carried`)
  const { buyer, purchase, listingId } = await sell(stage, project)
  const listing = await buyer.get<{ soldKg: string }>(`/listings/${listingId}`)
  stage.say(`${listing.soldKg} kg sold for ${purchase.paidPt} PT`)
  const retirement = await retire(stage, buyer, project.creditId)
  const certificate = await buyer.download(`/retirements/${retirement.retirementId}/certificate`)
  const credit = await buyer.get<{ retiredKg: string; circulatingKg: string }>(`/credits/${project.creditId}`)
  stage.say(
    `${credit.retiredKg} kg retired, ${credit.circulatingKg} kg in circulation; public page ${retirement.publicUrl}`,
  )
  const figures: CottageFigures = {
    grossKg: project.grossKg,
    netKg: project.netKg,
    issuedKg: project.issuedKg,
    carryKg: project.carryKg,
    soldKg: listing.soldKg,
    retiredKg: credit.retiredKg,
    circulatingKg: credit.circulatingKg,
    creditId: project.creditId,
    retirementId: retirement.retirementId,
    certificateBytes: certificate.byteLength,
    publicPage: retirement.publicUrl,
    transactions: {
      issued: project.transactionHash,
      sold: purchase.transactionHash!,
      retired: retirement.transactionHash!,
    },
  }
  return { figures, project }
}

const soldKg = '2000'
const retiredKg = '500'

async function sell(stage: Stage, project: CarbonProject) {
  const key = `${stage.run}-credit-buyer`
  const credentials = await registerParty(
    stage.operator,
    {
      name: 'Sandbox Bakery',
      country: 'EE',
      type: 'company',
      roles: ['creditBuyer'],
      scopes: [
        'parties:read',
        'trading:read',
        'trading:write',
        'retirement:read',
        'retirement:write',
        'issuance:read',
        'ledger:read',
      ],
    },
    key,
  )
  const buyer = clientOf(stage.url, credentials)
  await openWallet(stage.operator, credentials.partyId, key)
  await emitPt(stage.treasury, credentials.partyId, '1000', key)
  const { listingId } = await project.owner.post<{ listingId: string }>(
    '/listings',
    {
      creditId: project.creditId,
      kg: soldKg,
      pricePtPerKg: '0.1105',
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    },
    { idempotencyKey: `${key}-listing` },
  )
  await until(`listing ${listingId}`, async () => {
    const listing = await buyer.get<{ state: string; failure: string | null }>(`/listings/${listingId}`)
    if (listing.failure !== null) throw new Error(`the listing failed: ${listing.failure}`)
    return listing.state === 'active' ? listing : null
  })
  const { purchaseId } = await buyer.post<{ purchaseId: string }>(
    `/listings/${listingId}/purchases`,
    { kg: soldKg },
    { idempotencyKey: `${key}-purchase` },
  )
  const purchase = await until(`purchase ${purchaseId}`, async () => {
    const view = await buyer.get<{
      state: string
      paidPt: string | null
      failure: string | null
      transactionHash: string | null
    }>(`/purchases/${purchaseId}`)
    if (view.failure !== null) throw new Error(`the purchase failed: ${view.failure}`)
    return view.state === 'settled' ? view : null
  })
  return { buyer, purchase, listingId }
}

async function retire(stage: Stage, buyer: ReturnType<typeof clientOf>, creditId: string) {
  const { retirementId } = await buyer.post<{ retirementId: string }>(
    '/retirements',
    {
      creditId,
      kg: retiredKg,
      beneficiary: 'Sandbox Bakery',
      purpose: 'Delivery mileage of one year',
      publicConsent: true,
    },
    { idempotencyKey: `${stage.run}-retirement` },
  )
  return until(`retirement ${retirementId}`, async () => {
    const view = await buyer.get<{
      retirementId: string
      state: string
      publicUrl: string
      transactionHash: string | null
      failure: string | null
    }>(`/retirements/${retirementId}`)
    if (view.failure !== null) throw new Error(`the retirement failed: ${view.failure}`)
    return view.state === 'retired' ? view : null
  })
}
