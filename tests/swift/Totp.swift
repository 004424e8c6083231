import Foundation

/// What a device shows for a secret in Base32: RFC 6238, with a SHA-1 of messages of two blocks at most.
func shown(_ secret: String, _ at: Date) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var key: [UInt8] = []
    var (bits, held): (UInt32, UInt32) = (0, 0)
    for digit in secret {
        bits = (bits << 5 | UInt32(digits.firstIndex(of: digit)!)) & 0xfff
        held += 5
        if held >= 8 {
            held -= 8
            key.append(UInt8(bits >> held & 0xff))
        }
    }
    let step = UInt64(at.timeIntervalSince1970) / 30
    let counter = (0..<8).map { UInt8(step >> (56 - 8 * UInt64($0)) & 0xff) }
    let padded = key + [UInt8](repeating: 0, count: 64 - key.count)
    let digest = sha1(padded.map { $0 ^ 0x5c } + sha1(padded.map { $0 ^ 0x36 } + counter))
    let start = Int(digest[19] & 15)
    let number = digest[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
    let text = String(number % 1_000_000)
    return String(repeating: "0", count: 6 - text.count) + text
}

private func sha1(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    padded += (0..<8).map { UInt8(UInt64(message.count * 8) >> (56 - 8 * UInt64($0)) & 0xff) }
    func rotated(_ word: UInt32, _ by: UInt32) -> UInt32 { word << by | word >> (32 - by) }
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    for block in stride(from: 0, to: padded.count, by: 64) {
        var words: [UInt32] = []
        for i in 0..<16 {
            let start = block + 4 * i
            words.append(padded[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        }
        for i in 16..<80 { words.append(rotated(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1)) }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for i in 0..<80 {
            let (f, k): (UInt32, UInt32)
            switch i {
            case 0..<20: (f, k) = ((b & c) | (~b & d), 0x5a82_7999)
            case 20..<40: (f, k) = (b ^ c ^ d, 0x6ed9_eba1)
            case 40..<60: (f, k) = ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
            default: (f, k) = (b ^ c ^ d, 0xca62_c1d6)
            }
            let next = rotated(a, 5) &+ f &+ e &+ k &+ words[i]
            (a, b, c, d, e) = (next, a, rotated(b, 30), c, d)
        }
        state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
    }
    return state.flatMap { word in [24, 16, 8, 0].map { UInt8(word >> UInt32($0) & 0xff) } }
}
