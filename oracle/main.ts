/** `node oracle/main.ts`: one oracle node as its own process. Settings: oracle/README.md. */
import { readConfig } from './config.ts'
import { connect } from './connect.ts'
import { openJournal } from './journal.ts'
import { loadKey } from './keyFile.ts'
import { describeError, openLog } from './log.ts'
import { watchParent } from './parent.ts'
import { runNode } from './runNode.ts'

const stopping = new AbortController()

async function main(): Promise<void> {
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
  log.info('started', { address: account.address, network: config.network, fault: config.approvePrefix !== null })
  await runNode({ config, account, journal, api, log }, stopping.signal)
  unwatch()
  log.info('stopped')
  if (process.connected) process.disconnect()
}

main().catch((error: unknown) => {
  process.stderr.write(`${JSON.stringify({ level: 'fatal', event: 'failed', ...describeError(error) })}\n`)
  process.exitCode = 1
})
