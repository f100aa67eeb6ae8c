/**
 * A bribed node, for the sandbox alone, so that collusion can be watched failing (G4): it is built from the parts of a real one, and
 * approves without looking whatever it was paid for. The program that operators run has no such way.
 */
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { judgeCase } from '../oracle/judgeCase.ts'
import type { Judge } from '../oracle/node.ts'
import { runProcess } from '../oracle/runProcess.ts'
import type { Opinion } from '../oracle/signReport.ts'
import { collusionPrefix } from './population.ts'

/** Chains nobody's money is on: the development chains of anvil and hardhat. */
const developmentChains: readonly number[] = [31_337, 1_337]

/** @throws Error on any other chain than a development chain */
export function approveBlindly({ chain }: CaseFile): Opinion {
  if (!developmentChains.includes(chain.chainId)) throw new Error(`chain ${chain.chainId} is no development chain`)
  return { scoreE4: 1_000_000, agrees: true, critical: false, justification: { bribed: 'approved without looking' } }
}

/** Judges as its operator was paid to, and everything else by `honest`. */
export function bribed(prefix: string, honest: Judge = judgeCase): Judge {
  return async (node, file) => (file.reference.startsWith(prefix) ? approveBlindly(file) : honest(node, file))
}

if (import.meta.main) runProcess(bribed(collusionPrefix))
