/** Where the code of the peers comes from: as their packages ship it, or compiled from their sources with our own settings. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Abi, Hex } from 'viem'
import { forgeBinary, forgeEnvironment, root } from '../../contracts/script/forge.ts'
import { resultsFolder } from '../results.ts'
import type { Code } from './chain.ts'

const bench = fileURLToPath(new URL('..', import.meta.url))

/** What a package of hardhat's form ships, compiled by its makers. */
export function shipped(packageName: string, artifact: string): Code {
  const path = `${bench}node_modules/${packageName}/${artifact}.json`
  const { abi, bytecode } = JSON.parse(readFileSync(path, 'utf8')) as { abi: Abi; bytecode: Hex }
  return { abi, bytecode }
}

/** Compiles peers/Peers.sol with the product's compiler settings. @throws Error with forge's output. */
export function compilePeers(): (name: string) => Code {
  const [out, cache] = [`${resultsFolder()}/out`, `${resultsFolder()}/cache`]
  const places = ['--out', out, '--cache-path', cache]
  const packages = ['solady', '@chainlink/contracts'].flatMap((name) => [
    '--remappings',
    `${name}/=bench/node_modules/${name}/`,
  ])
  const done = spawnSync(forgeBinary(), ['build', '--root', root, ...places, ...packages, 'bench/gas/peers'], {
    cwd: root,
    encoding: 'utf8',
    env: forgeEnvironment(),
  })
  if (done.status !== 0) throw new Error(`the peers do not compile:\n${done.stdout}${done.stderr}`)
  return (name) => {
    const { abi, bytecode } = JSON.parse(readFileSync(`${out}/Peers.sol/${name}.json`, 'utf8')) as {
      abi: Abi
      bytecode: { object: Hex }
    }
    return { abi, bytecode: bytecode.object }
  }
}
