/** What assets tells the rooms to its right. */
import type { TradeState } from '@assay/domain/lifecycles.ts'
import { defineEvent } from '../../module.ts'

export const tradeRegistered = defineEvent<{ tradeId: string }>('assets.tradeRegistered')

/** A trade moved by a command or by a final fact of the chain. */
export const tradeMoved = defineEvent<{ tradeId: string; from: TradeState; to: TradeState }>('assets.tradeMoved')

export const custodyStepRecorded = defineEvent<{ tradeId: string; sequence: number }>('assets.custodyStepRecorded')

/** Stored; their titles are asked for on chain, in one transaction. */
export const parcelsSubmitted = defineEvent<{ parcelIds: string[] }>('assets.parcelsSubmitted')

/** The title exists on chain and is final. */
export const parcelRegistered = defineEvent<{ parcelId: string }>('assets.parcelRegistered')

export const projectRegistered = defineEvent<{ projectId: string }>('assets.projectRegistered')

export const buildingRegistered = defineEvent<{ buildingId: string; projectId: string }>('assets.buildingRegistered')
