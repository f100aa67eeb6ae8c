/** Who sees what belongs to others. */
export const overseers = ['operator', 'auditor', 'compliance', 'reviewer'] as const
