import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import type { QuantificationSubject } from '@assay/protocol/caseFile.ts'

/**
 * Runs a quantification again from its inputs and the parameters it was run under.
 * @returns whole kilograms for the project and for the buffer. @throws what the methodology throws
 */
export function repeatQuantification(
  { methodologyId, inputs }: QuantificationSubject,
  parameters: ParameterSet,
): { readonly netKg: string; readonly bufferKg: string } {
  const { issuedKg, issuedBufferKg } = methodologyOf(methodologyId).quantify(inputs, parameters)
  return { netKg: issuedKg, bufferKg: issuedBufferKg }
}
