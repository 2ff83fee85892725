// Reads what go_log.c wrote and judges it with Go's golang.org/x/mod/sumdb/{note,tlog}: the checkpoint opens, every root
// is Go's root, every proof is accepted, and every proof with one bit changed is refused.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proof struct {
	From   int64
	Size   int64
	Hashes []string
}

type log struct {
	Vkey, Skey, Note          string
	Entries, Roots            []string
	Inclusions, Consistencies []proof
	hashes                    []tlog.Hash
}

func check(err error, what string, args ...interface{}) {
	if err != nil {
		fmt.Printf("not ok - %s: %v\n", fmt.Sprintf(what, args...), err)
		os.Exit(1)
	}
}

func refused(err error, what string, args ...interface{}) {
	if err == nil {
		fmt.Printf("not ok - accepted: %s\n", fmt.Sprintf(what, args...))
		os.Exit(1)
	}
}

func parseHash(text string) tlog.Hash {
	hash, err := tlog.ParseHash(text)
	check(err, "hash %q", text)
	return hash
}

func parseHashes(texts []string) []tlog.Hash {
	var hashes []tlog.Hash
	for _, text := range texts {
		hashes = append(hashes, parseHash(text))
	}
	return hashes
}

// ReadHashes makes log a tlog.HashReader.
func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, index := range indexes {
		out = append(out, l.hashes[index])
	}
	return out, nil
}

func (l *log) checkNote() {
	verifier, err := note.NewVerifier(l.Vkey)
	check(err, "key")
	opened, err := note.Open([]byte(l.Note), note.VerifierList(verifier))
	check(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "size")
	if len(lines) != 4 || lines[0] != verifier.Name() || size != int64(len(l.Roots)) || lines[2] != l.Roots[size-1] {
		check(fmt.Errorf("%q", opened.Text), "checkpoint's lines")
	}
	signer, err := note.NewSigner(l.Skey)
	check(err, "private key")
	again, err := note.Sign(&note.Note{Text: opened.Text}, signer)
	check(err, "signing")
	if string(again) != l.Note {
		check(fmt.Errorf("%q", again), "Go's note of the same text")
	}
	_, err = note.Open([]byte(strings.Replace(l.Note, "\n1500\n", "\n1501\n", 1)), note.VerifierList(verifier))
	refused(err, "a changed checkpoint")
}

func (l *log) checkRoots() {
	for i, entry := range l.Entries {
		hashes, err := tlog.StoredHashes(int64(i), []byte(entry), l)
		check(err, "leaf %d", i)
		l.hashes = append(l.hashes, hashes...)
		root, err := tlog.TreeHash(int64(i+1), l)
		check(err, "root %d", i+1)
		if root != parseHash(l.Roots[i]) {
			check(fmt.Errorf("%s, Go has %s", l.Roots[i], root), "root of %d", i+1)
		}
	}
}

// changed gives the proof with one bit of hash i flipped.
func changed(hashes []tlog.Hash, i int) []tlog.Hash {
	out := append([]tlog.Hash(nil), hashes...)
	out[i][i%32] ^= 1 << (i % 8)
	return out
}

func (l *log) checkInclusions() {
	for _, p := range l.Inclusions {
		root, leaf := parseHash(l.Roots[p.Size-1]), tlog.RecordHash([]byte(l.Entries[p.From]))
		hashes := parseHashes(p.Hashes)
		check(tlog.CheckRecord(hashes, p.Size, root, p.From, leaf), "entry %d of %d", p.From, p.Size)
		for i := range hashes {
			refused(tlog.CheckRecord(changed(hashes, i), p.Size, root, p.From, leaf), "hash %d of entry %d", i, p.From)
		}
	}
}

func (l *log) checkConsistencies() {
	for _, p := range l.Consistencies {
		root, old := parseHash(l.Roots[p.Size-1]), parseHash(l.Roots[p.From-1])
		hashes := parseHashes(p.Hashes)
		check(tlog.CheckTree(hashes, p.Size, root, p.From, old), "from %d to %d", p.From, p.Size)
		for i := range hashes {
			refused(tlog.CheckTree(changed(hashes, i), p.Size, root, p.From, old), "hash %d from %d", i, p.From)
		}
	}
}

func main() {
	var l log
	check(json.NewDecoder(os.Stdin).Decode(&l), "input")
	l.checkNote()
	l.checkRoots()
	l.checkInclusions()
	l.checkConsistencies()
	if len(l.Inclusions) < 1000 || len(l.Consistencies) < 1000 {
		check(fmt.Errorf("%d and %d", len(l.Inclusions), len(l.Consistencies)), "1,000 proofs each")
	}
	fmt.Printf("ok - Go accepts the checkpoint, %d roots, %d proofs of inclusion and %d of consistency\n",
		len(l.Roots), len(l.Inclusions), len(l.Consistencies))
}
