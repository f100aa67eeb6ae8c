import { defineErrors } from '@assay/domain/errors.ts'

export const codeErrors = defineErrors({
  CODE_UNKNOWN: {
    status: 422,
    title: 'A code is not on its list',
    remedy:
      'Use a code of the list and edition that `list` names, perhaps one in `nearest`; a port or subheading that it lacks can be added: docs/reference/inputs.md says how.',
  },
})
