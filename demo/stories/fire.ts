/** G7: a fire destroys part of the cottage; buffers answer for the loss (domain.md 2.27). */
import { until } from '../until.ts'
import type { CarbonProject } from './carbonProject.ts'
import type { Stage } from './stage.ts'

export interface FireFigures {
  readonly cancelledKg: string
  readonly fromOwnBufferKg: string
  readonly fromPoolKg: string
  readonly reversalId: string
  readonly transaction: string
}

export async function playFire(stage: Stage, cottage: CarbonProject, neighbour: CarbonProject): Promise<FireFigures> {
  const report = Buffer.from(
    JSON.stringify({
      format: 'assay/certificate/1',
      kind: 'monitoringReport',
      number: `MR-${stage.run}`,
      issuedOn: '2026-06-30',
      issuer: { name: 'Sandbox Fire Inspection', country: 'EE' },
      states: {},
      remarks: ['Two fifths of the walls were lost to a fire.'],
    }),
  )
  const { documentId } = await stage.inspector.upload<{ documentId: string }>(
    '/documents',
    report,
    'application/json',
    {
      idempotencyKey: `${stage.run}-fire-report`,
      query: {
        subjectKind: 'building',
        subjectId: cottage.buildingId,
        kind: 'monitoringReport',
        format: 'certificate-json',
        fileName: 'fire-report.json',
      },
    },
  )
  const { reversalId } = await stage.reviewer.post<{ reversalId: string }>(
    '/reversals',
    {
      creditId: cottage.creditId,
      lostShare: '0.4',
      evidenceDocumentId: documentId,
      reason: 'Fire destroyed two fifths of the building',
      poolCreditIds: [neighbour.creditId],
    },
    { idempotencyKey: `${stage.run}-reversal` },
  )
  const reversal = await until(`reversal ${reversalId}`, async () => {
    const view = await stage.auditor.get<{
      state: string
      cancelledKg: string
      fromOwnBufferKg: string | null
      fromPoolKg: string | null
      failure: string | null
      transactionHash: string | null
    }>(`/reversals/${reversalId}`)
    if (view.failure !== null) throw new Error(`the reversal failed: ${view.failure}`)
    return view.state === 'reversed' ? view : null
  })
  stage.say(
    `${reversal.cancelledKg} kg cancelled: ${reversal.fromOwnBufferKg} kg from its own buffer, ${reversal.fromPoolKg} kg from the pool`,
  )
  return {
    cancelledKg: reversal.cancelledKg,
    fromOwnBufferKg: reversal.fromOwnBufferKg!,
    fromPoolKg: reversal.fromPoolKg!,
    reversalId,
    transaction: reversal.transactionHash!,
  }
}
