"""The kecamatan's recap (rapat pleno PPK) as its witnesses read it."""
