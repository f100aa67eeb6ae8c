import pino from 'pino'
import type { Logger } from '../module.ts'

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Which part of the program speaks: serve, work, index, oracle-3 ... */
  readonly part: string
  readonly destination?: pino.DestinationStream
}

/** A log that can be narrowed: `log.child({ requestId, clientId })`. */
export interface RootLogger extends Logger {
  child(fields: Readonly<Record<string, unknown>>): RootLogger
}

/** JSON lines on standard error. Names that hold secrets are removed wherever they appear at the first two levels. */
export function createLog(options: LogOptions): RootLogger {
  const secrets = [
    'password',
    'secret',
    'token',
    'authorization',
    'mnemonic',
    'privateKey',
    'clientSecret',
    'databaseUrl',
  ]
  return pino(
    {
      level: options.level,
      base: { part: options.part },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), remove: true },
      serializers: { error: pino.stdSerializers.err },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  )
}

/** For tests and tools that want none. */
export const silentLog: RootLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
}
