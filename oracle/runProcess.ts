import { readConfig } from './config.ts'
import { connect } from './connect.ts'
import { openJournal } from './journal.ts'
import { loadKey } from './keyFile.ts'
import { describeError, openLog } from './log.ts'
import type { Judge } from './node.ts'
import { watchParent } from './parent.ts'
import { runNode } from './runNode.ts'

/** Makes this process a node: settings from the environment, own key, own journal, until it is told to stop. */
export function runProcess(judge: Judge): void {
  run(judge).catch((error: unknown) => {
    process.stderr.write(`${JSON.stringify({ level: 'fatal', event: 'failed', ...describeError(error) })}\n`)
    process.exitCode = 1
  })
}

async function run(judge: Judge): Promise<void> {
  const stopping = new AbortController()
  const config = readConfig(process.env)
  const account = loadKey(config.keyFile)
  const log = openLog({ part: 'oracle', node: config.policy.nodeIndex }, (line) => process.stdout.write(line))
  const stop = (reason: string) => () => {
    if (stopping.signal.aborted) return
    log.info('stopping', { reason })
    stopping.abort()
  }
  process.once('SIGINT', stop('SIGINT')).once('SIGTERM', stop('SIGTERM'))
  const unwatch = watchParent(config.parentPid, stop('parent ended'))
  const journal = openJournal(config.journalDir)
  const api = connect(config, stopping.signal)
  log.info('started', { address: account.address })
  await runNode({ config, account, journal, api, log, judge }, stopping.signal)
  unwatch()
  log.info('stopped')
  if (process.connected) process.disconnect()
}
