"""What the pages say, Indonesian first: key -> (Indonesian, English). The chat has its own."""

TEXTS: dict[str, tuple[str, str]] = {
    # the front door
    "title": ("Saksi", "Saksi"),
    "tagline": (
        "Penghitungan paralel, cukup lewat chat.",
        "The parallel count that fits in a chat.",
    ),
    "loaded": ("Pemilu yang dimuat", "Election loaded"),
    "nothing_loaded": (
        "Belum ada pemilu yang dimuat. Ketik di terminal: saksi load packs/yogyakarta-2024",
        "No election is loaded yet. Type in a terminal: saksi load packs/yogyakarta-2024",
    ),
    "stations": ("{count} TPS", "{count} polling stations"),
    "unofficial": (
        "Hitungan internal, bukan hasil resmi KPU.",
        "An internal count, not the official result of the KPU.",
    ),
    "try_title": ("Coba sekarang", "Try it now"),
    "try_step_1": ("Buka HP latihan.", "Open the training phones."),
    "try_step_2": (
        "Di HP Siti, tekan “Bagikan nomor saya”.",
        "On Siti's phone, tap “Share my number”.",
    ),
    "try_step_3": (
        "Ketik HADIR, lalu ISI. Saksi bertanya satu per satu.",
        "Type HADIR (check in), then ISI (report). Saksi asks step by step.",
    ),
    "open_phones": ("Buka HP latihan", "Open the training phones"),
    "phones_off": (
        "HP latihan dimatikan di sini.",
        "The training phones are switched off here.",
    ),
    "phones_off_more": (
        "Saksi yang punya tautan pribadi: buka tautan itu, lalu ketik kodenya.",
        "Witnesses with a personal link: open that link and type its code.",
    ),
    "more": ("Lainnya", "More"),
    "link_recap": ("Rekap (JSON)", "Recap (JSON)"),
    "link_progress": ("Kemajuan (JSON)", "Progress (JSON)"),
    "link_api": ("Dokumentasi API", "API documentation"),
    "to_front": ("Ke halaman depan", "To the front page"),
    "docs_note": (
        "Yang bertanda * harus diisi. Di luar pelatihan: Authorization: Bearer …",
        "What has a * is required. In production: Authorization: Bearer …",
    ),
    # the phones
    "training_title": ("HP latihan", "Training phones"),
    "training_note": (
        "Nama dan nomor di sini karangan. Coba apa saja.",
        "Names and numbers here are made up. Try anything.",
    ),
    "own_title": ("Saksi", "Saksi"),
    "language": ("English", "Bahasa Indonesia"),
    "phones": ("HP", "Phones"),
    "new_messages": ("ada pesan baru", "new messages"),
    "witness": ("saksi TPS", "witness"),
    "voter": ("pemilih", "voter"),
    "leave": ("Keluar", "Leave"),
    "leave_sure": (
        "Keluar dari HP ini? Pesan yang belum terkirim akan hilang.",
        "Leave on this phone? Messages not sent yet will be lost.",
    ),
    "conversation": ("Percakapan", "Conversation"),
    "type_here": ("Ketik pesan", "Type a message"),
    "send": ("Kirim", "Send"),
    "attach": ("Lampirkan", "Attach"),
    "photo": ("Foto", "Photo"),
    "location": ("Lokasi", "Location"),
    "contact": ("Bagikan nomor saya", "Share my number"),
    "share_location": ("Bagikan lokasi", "Share location"),
    "type_first": ("Ketik ini dulu", "Type this first"),
    "hello_witness": (
        "Mulai dengan tombol di bawah: bagikan nomor, lalu HADIR.",
        "Start with the buttons below: share the number, then HADIR.",
    ),
    "hello_own": (
        "Ketik HADIR kalau sudah di TPS.",
        "Type HADIR when you are at the polling station.",
    ),
    "hello_voter": (
        "Ketik CEK TPS. NIK Neng (karangan): 9999 9941 0790 0001, nama lengkap: Neng Astuti.",
        "Type CEK TPS. Neng's made-up NIK: 9999 9941 0790 0001, full name: Neng Astuti.",
    ),
    "here": ("Lokasi saya sekarang", "Where I am now"),
    "pin": ("Atau ketik sendiri (latihan)", "Or type it (training)"),
    "latitude": ("Lintang", "Latitude"),
    "longitude": ("Bujur", "Longitude"),
    "send_pin": ("Kirim lokasi ini", "Send this location"),
    "bad_pin": ("Contoh: -7.8014 dan 110.3647", "Example: -7.8014 and 110.3647"),
    "locating": ("Mencari lokasi…", "Finding the location…"),
    "no_location": (
        "HP ini tidak memberi lokasi. Kirim foto papan TPS saja.",
        "This phone gives no location. Send a photo of the station's board.",
    ),
    "close": ("Tutup", "Close"),
    "today": ("Hari ini", "Today"),
    "yesterday": ("Kemarin", "Yesterday"),
    "waiting": ("menunggu sinyal", "waiting for signal"),
    "stored": ("tersimpan", "stored"),
    "handled": ("tersimpan dan dijawab", "stored and answered"),
    "refused": ("tidak terkirim", "not sent"),
    "a_photo": ("Foto", "Photo"),
    "a_location": ("Lokasi", "Location"),
    "deleted": ("(sudah dihapus)", "(deleted)"),
    "you": ("Anda", "You"),
    "offline": (
        "Tidak ada sinyal. Tetap ketik; pesan disimpan di HP ini dan menyusul.",
        "No signal. Keep typing; messages are kept on this phone and follow.",
    ),
    "photo_too_large": (
        "Foto lebih dari 20 MB. Pilih foto yang lebih kecil.",
        "The photo is larger than 20 MB. Choose a smaller one.",
    ),
    # the code
    "code_title": ("Masuk", "Enter"),
    "code_note": (
        "Ketik 6 angka dari koordinator.",
        "Type the 6 digits from your coordinator.",
    ),
    "code_label": ("Kode, contoh: 123 456", "Code, for example: 123 456"),
    "code_go": ("Masuk", "Enter"),
    "code_wrong": (
        "Kode belum cocok. Periksa lagi 6 angkanya.",
        "That code does not match. Check the 6 digits.",
    ),
    "code_pause": (
        "Terlalu banyak percobaan. Coba lagi {wait} lagi.",
        "Too many tries. Try again in {wait}.",
    ),
    "code_link": (
        "Buka dulu tautan pribadi dari koordinator, lalu ketik kodenya di sini. "
        "Tautan lama? Minta yang baru.",
        "First open the personal link from your coordinator, then type the code here. "
        "An old link? Ask for a new one.",
    ),
    "code_offline": (
        "Tidak ada sinyal. Coba lagi sebentar.",
        "No signal. Try again in a moment.",
    ),
    "seconds": ("{count} detik", "{count} seconds"),
    "minutes": ("{count} menit", "{count} minutes"),
    "no_script": (
        "HP ini perlu JavaScript untuk percakapan.",
        "This page needs JavaScript for the conversation.",
    ),
}
