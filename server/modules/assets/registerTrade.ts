import { categoryOfHs } from '@assay/domain/assetClasses.ts'
import { formatExact, parseExact, scaledDown, scaledExactly } from '@assay/domain/decimal.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { parseQuantity } from '@assay/domain/quantity.ts'
import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import { requireCountry } from '../../reading/codes/countryCodes.ts'
import { codeErrors } from '../../reading/codes/errors.ts'
import { requireHsCode } from '../../reading/codes/hsCodes.ts'
import { requirePort } from '../../reading/codes/portCodes.ts'
import { requireMassUnit, toKilograms } from '../../reading/codes/unitCodes.ts'
import { findParties } from '../parties/index.ts'
import { assetErrors } from './errors.ts'
import { tradeRegistered } from './events.ts'
import { readTrade, type TradeRecord, tradeOf } from './readTrade.ts'
import type { TradeInput } from './schema.ts'

/**
 * Registers a commodity contract. The total is quantity times price to the last base unit, or the contract is refused; the mass
 * is kept in whole kilograms too, rounded down when the unit of the contract does not divide into them.
 * Sending the same contract again answers with the registered one.
 * Errors: TRADE_PARTIES_INVALID, TRADE_REFERENCE_TAKEN, TRADE_TOTAL_MISMATCH, TRADE_PRICE_INEXACT, TRADE_CATEGORY_MISMATCH,
 * CODE_UNKNOWN, HS_CODE_INVALID, HS_NOT_A_COMMODITY.
 */
export async function registerTrade(context: CommandContext, input: Static<typeof TradeInput>): Promise<TradeRecord> {
  const { db, now, actor } = context
  const codes = checkCodes(input, context.parameters)
  const amounts = computeAmounts(input, codes.unitCode)
  await checkParties(context, input)
  const id = context.newId()
  const inserted = await db
    .insertInto('trades')
    .values({
      id,
      reference: input.reference,
      buyer_party_id: input.buyerPartyId,
      seller_party_id: input.sellerPartyId,
      sovereign_party_id: input.sovereignPartyId,
      commodity: input.commodity,
      category: input.category,
      hs_code: codes.hsCode,
      unit_code: codes.unitCode,
      ...amounts,
      incoterm: input.incoterm,
      origin_country: input.originCountry,
      production_site: input.productionSite,
      production_site_country: input.productionSiteCountry,
      load_port: codes.loadPort,
      discharge_port: codes.dischargePort,
      lots: input.lots,
      high_risk: input.highRisk ?? false,
      perishable: input.perishable ?? false,
      state: 'created',
      registered_by: actor.partyId,
      registered_at: now,
      state_at: now,
    })
    .onConflict((conflict) => conflict.columns(['seller_party_id', 'reference']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (inserted === undefined) return sameTradeOrRefuse(context, input)
  await context.emit(tradeRegistered({ tradeId: id }))
  return tradeOf(inserted, [])
}

function checkCodes(input: Static<typeof TradeInput>, parameters: ParameterSet) {
  const hsCode = requireHsCode(input.hsCode, '/hsCode', parameters)
  const category = categoryOfHs(hsCode, '/hsCode')
  if (category !== input.category) {
    throw assetErrors.TRADE_CATEGORY_MISMATCH({ field: '/category', given: input.category, categoryOfCode: category })
  }
  requireCountry(input.originCountry, '/originCountry')
  requireCountry(input.productionSiteCountry, '/productionSiteCountry')
  const loadPort = requirePort(input.loadPort, '/loadPort', parameters)
  const dischargePort = requirePort(input.dischargePort, '/dischargePort', parameters)
  if (loadPort === dischargePort) {
    throw codeErrors.CODE_UNKNOWN({
      field: '/dischargePort',
      given: dischargePort,
      list: 'ports other than the port of loading',
    })
  }
  return { hsCode, unitCode: requireMassUnit(input.unitCode, '/unitCode'), loadPort, dischargePort }
}

function computeAmounts(input: Static<typeof TradeInput>, unitCode: string) {
  const quantity = parseExact(input.quantity, '/quantity')
  scaledExactly(quantity, 6, '/quantity')
  const price = parseQuantity(input.pricePt, 'PT', '/pricePt').value
  const total = parseQuantity(input.totalPt, 'PT', '/totalPt').value
  const product = quantity.times(parseExact(input.pricePt, '/pricePt'))
  if (product.decimalPlaces() > 18)
    throw assetErrors.TRADE_PRICE_INEXACT({ field: '/pricePt', product: formatExact(product) })
  if (scaledExactly(product, 18, '/totalPt') !== total) {
    throw assetErrors.TRADE_TOTAL_MISMATCH({ field: '/totalPt', given: input.totalPt, product: formatExact(product) })
  }
  const kilograms = scaledDown(toKilograms(quantity, unitCode) ?? quantity, 0)
  if (price <= 0n || total <= 0n || kilograms <= 0n) {
    throw assetErrors.TRADE_TOTAL_MISMATCH({ field: '/quantity', reason: 'mass and price must be above zero' })
  }
  return { quantity: formatExact(quantity), quantity_kg: kilograms, price_pt: price, total_pt: total }
}

async function checkParties(context: CommandContext, input: Static<typeof TradeInput>): Promise<void> {
  if (input.buyerPartyId === input.sellerPartyId) {
    throw assetErrors.TRADE_PARTIES_INVALID({ field: '/sellerPartyId', reason: 'buyer and seller are the same party' })
  }
  const needs = [
    { field: '/buyerPartyId', partyId: input.buyerPartyId, role: 'buyer' },
    { field: '/sellerPartyId', partyId: input.sellerPartyId, role: 'seller' },
    { field: '/sovereignPartyId', partyId: input.sovereignPartyId, role: 'sovereign' },
  ] as const
  const parties = await findParties(
    context.db,
    needs.map(({ partyId }) => partyId),
  )
  for (const { field, partyId, role } of needs) {
    const party = parties.get(partyId)
    if (party === undefined) throw assetErrors.TRADE_PARTIES_INVALID({ field, partyId, reason: 'no such party' })
    if (!party.roles.includes(role))
      throw assetErrors.TRADE_PARTIES_INVALID({ field, partyId, reason: `not a ${role}` })
    if (role === 'sovereign' && party.country !== input.originCountry) {
      throw assetErrors.TRADE_PARTIES_INVALID({ field, partyId, reason: 'not the state of the origin country' })
    }
  }
}

/** The contract that already has the reference, when it is this very one. */
async function sameTradeOrRefuse(context: CommandContext, input: Static<typeof TradeInput>): Promise<TradeRecord> {
  const { id } = await context.db
    .selectFrom('trades')
    .select('id')
    .where('seller_party_id', '=', input.sellerPartyId)
    .where('reference', '=', input.reference)
    .executeTakeFirstOrThrow()
  const trade = await readTrade(context.db, id)
  const differs = differencesOf(trade, input, context.parameters)
  if (differs.length > 0) throw assetErrors.TRADE_REFERENCE_TAKEN({ tradeId: id, reference: input.reference, differs })
  return trade
}

/** Members in which a contract is another than the registered one. Risk and perishing decide its tier: none of them goes unheard. */
function differencesOf(
  trade: TradeRecord,
  input: Static<typeof TradeInput>,
  parameters: ParameterSet,
): readonly string[] {
  const codes = checkCodes(input, parameters)
  const { price_pt: pricePt, total_pt: totalPt } = computeAmounts(input, codes.unitCode)
  const { buyerPartyId, sovereignPartyId, commodity, incoterm } = input
  const { originCountry, productionSite, productionSiteCountry, lots } = input
  const given: Partial<TradeRecord> = {
    ...codes,
    ...{ pricePt, totalPt, buyerPartyId, sovereignPartyId, commodity, incoterm },
    ...{ originCountry, productionSite, productionSiteCountry },
    highRisk: input.highRisk ?? false,
    perishable: input.perishable ?? false,
  }
  const names = (Object.keys(given) as (keyof TradeRecord)[]).filter((name) => trade[name] !== given[name])
  return JSON.stringify(trade.lots) === JSON.stringify(lots) ? names : [...names, 'lots']
}
