import Kernel
import Office

/// The eight offices of the partnership. The municipalities are real; people, numbers and letters in them are invented.
enum DemoOffices {
    static let all: [OfficeRecord] = [
        office("prusice", "Gmina Prusice", .commune, "ugprusice", "Prusice", "55-110", "Rynek 1"),
        office("oborniki-slaskie", "Gmina Oborniki Śląskie", .commune, "umoborniki", "Oborniki Śląskie", "55-120", "Trzebnicka 1"),
        office("wisznia-mala", "Gmina Wisznia Mała", .commune, "ugwiszniamala", "Wisznia Mała", "55-114", "Wrocławska 9"),
        office("zawonia", "Gmina Zawonia", .commune, "ugzawonia", "Zawonia", "55-106", "Trzebnicka 11"),
        office("powiat-trzebnicki", "Powiat Trzebnicki", .county, "sptrzebnica", "Trzebnica", "55-100", "Leśna 1"),
        office("wolow", "Gmina Wołów", .commune, "umwolow", "Wołów", "56-100", "Rynek 34"),
        office("dobroszyce", "Gmina Dobroszyce", .commune, "ugdobroszyce", "Dobroszyce", "56-410", "Rynek 16"),
        office("prochowice", "Gmina Prochowice", .commune, "umprochowice", "Prochowice", "59-230", "Rynek 1"),
    ]

    private static func office(
        _ id: StaticString, _ name: String, _ kind: OfficeRecord.Kind, _ podmiot: String, _ town: String, _ postCode: String, _ street: String
    ) -> OfficeRecord {
        // Each literal above is a valid office id; a test opens them all.
        guard let id = OfficeID(id.description) else { preconditionFailure("not an office id: \(id)") }
        return OfficeRecord(id: id, name: name, kind: kind, podmiot: podmiot, town: town, postCode: postCode, street: street)
    }
}
