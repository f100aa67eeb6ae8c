import { defineErrors } from '@assay/domain/errors.ts'

/** Content-addressed storage of documents. Implementations encrypt at rest; callers see plain bytes. */
export interface FileStore {
  /** Stores bytes under their SHA-256; storing the same bytes again changes nothing. Returns the lower-case hex digest.
   *  Throws STORAGE_FULL, or FILE_ERASED for bytes whose erasure was ordered. */
  put(bytes: Uint8Array): Promise<string>
  /** The bytes, after checking that they still have this digest. Throws FILE_NOT_FOUND, FILE_ERASED or FILE_CORRUPT. */
  get(sha256: string): Promise<Uint8Array>
  /** Destroys the key of one document (crypto-shredding): its bytes can never be read again. */
  erase(sha256: string): Promise<void>
}

export const fileErrors = defineErrors({
  FILE_NOT_FOUND: {
    status: 404,
    title: 'No file with this digest is stored',
    remedy: 'Check the digest; files are named by the SHA-256 of their bytes.',
  },
  FILE_ERASED: {
    status: 410,
    title: 'The file was erased; its key is destroyed',
    remedy: 'The bytes cannot be recovered here; ask whoever filed the document.',
  },
  FILE_CORRUPT: {
    status: 500,
    title: 'A stored file no longer has its digest',
    remedy: 'Restore the named file from a backup and look for a failing disk.',
  },
  STORAGE_FULL: {
    status: 507,
    title: 'The disk is full',
    remedy: 'Free some space in the state folder and repeat the request.',
    retryable: true,
  },
})
