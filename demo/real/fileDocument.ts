/** Files one document through the API and says what became of it. */
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { keyOf } from '../issuers.ts'
import { type Reason, reasonsOf } from './tally.ts'

export interface DocumentView {
  readonly documentId: string
  readonly number: string
  readonly issuedOn: string
  readonly quarantineBatchId: string | null
  readonly statements: readonly { readonly field: string; readonly value: string }[]
  readonly details: Readonly<Record<string, unknown>>
}

export interface Filing {
  readonly file: string
  readonly bytes: Uint8Array
  /** Query of the upload: subject, kind, format and what else applies. */
  readonly query: Readonly<Record<string, string>>
}

export interface Filed {
  readonly view: DocumentView | null
  /** Why it was refused; empty when it was not. */
  readonly reasons: readonly Reason[]
  /** Rows of a CSV that were kept apart, each with its reasons. */
  readonly rows: readonly (readonly Reason[])[]
}

/** Every run sends the same bytes under the same key, so none of them is filed twice. The overseer may see what was kept apart. */
export async function fileDocument(
  client: AssayClient,
  overseer: AssayClient,
  { file, bytes, query }: Filing,
): Promise<Filed> {
  const whole: Readonly<Record<string, string>> = { ...query, fileName: file.slice(-200) }
  const key = keyOf(Buffer.from(bytes).toString('base64'), JSON.stringify(whole))
  const mediaType = file.endsWith('.csv') ? 'text/csv' : 'application/json'
  try {
    const view = await client.upload<DocumentView>('/documents', bytes, mediaType, {
      idempotencyKey: `real-${key}`,
      query: whole,
    })
    return { view, reasons: [], rows: await quarantined(overseer, view) }
  } catch (error) {
    return { view: null, reasons: reasonsOf(error, file), rows: [] }
  }
}

async function quarantined(overseer: AssayClient, { quarantineBatchId }: DocumentView) {
  if (quarantineBatchId === null) return []
  const { rows } = await overseer.get<{ rows: { problems: readonly Reason[] }[] }>(
    `/parcels/batches/${quarantineBatchId}`,
  )
  return rows.map(({ problems }) => problems)
}
