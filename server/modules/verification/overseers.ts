/** Who may read every case, whoever it belongs to. */
export const overseers = ['reviewer', 'compliance', 'governance', 'operator', 'auditor'] as const
