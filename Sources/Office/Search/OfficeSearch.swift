internal import Chancery
internal import Exchange
internal import Kernel
internal import Store

/// What the search of an office looks through.
enum OfficeSearch {
    static func sources(_ blobs: BlobStore) -> [any FullTextSource] {
        [LetterTexts { db, file in await content(of: file, db, blobs) }]
    }

    /// The text of an electronic letter; other files have none that we can read yet.
    private static func content(of file: LetterFile, _ db: any Database, _ blobs: BlobStore) async -> String {
        guard file.role == .document, file.mediaType == "text/xml", let hash = file.hash,
            // A damaged file is told of where it is opened and by the daily check, not by the search.
            let bytes = try? await blobs.bytes(db, hash)
        else { return "" }
        return (try? CorrespondenceDocument.read(bytes))?.readable.text ?? ""
    }
}
