import { defineErrors } from '@assay/domain/errors.ts'

export const codeErrors = defineErrors({
  CODE_UNKNOWN: {
    status: 422,
    title: 'A code is not on its list',
    remedy:
      'Use a code of the list that `list` names, perhaps one in `nearest`; docs/reference/inputs.md says which edition is kept.',
  },
})
