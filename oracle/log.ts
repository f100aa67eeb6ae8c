/** One line of JSON per event on standard output. No dossier content, no secret, no key ever reaches it. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export interface NodeLog {
  info(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export function openLog(base: LogFields, write: (line: string) => void): NodeLog {
  const line = (level: string, event: string, fields: LogFields = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...base, ...fields })}\n`)
  return {
    info: (event, fields) => line('info', event, fields),
    error: (event, fields) => line('error', event, fields),
  }
}

/** What may be logged of an error: its code or name and message. Errors of ours carry no secrets. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code, details } = error as { code?: unknown; details?: unknown }
  return {
    error: typeof code === 'string' ? code : error.name,
    message: error.message,
    ...(details === undefined ? {} : { details: JSON.stringify(details) }),
  }
}
