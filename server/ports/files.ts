/** Content-addressed storage of documents. Implementations encrypt at rest; callers see plain bytes. */
export interface FileStore {
  /** Stores bytes under their SHA-256; storing the same bytes again changes nothing. Returns the lower-case hex digest. */
  put(bytes: Uint8Array): Promise<string>
  /** The bytes, after checking that they still have this digest. Throws FILE_NOT_FOUND or FILE_CORRUPT. */
  get(sha256: string): Promise<Uint8Array>
  /** Destroys the key of one document (crypto-shredding): its bytes can never be read again. */
  erase(sha256: string): Promise<void>
}
