package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"sysprep/content"
	"sysprep/lessons/class"
	"sysprep/lessons/report"
	"sysprep/store"
	"sysprep/store/sqlite"
)

// handInFlags are the flags of progress --export.
type handInFlags struct {
	export      bool
	as          string
	withAnswers bool
}

// nameSetting keeps what a learner was called last.
const nameSetting = "class.name"

// sheetBegin is how a sheet begins, and what may be replaced by a newer one.
const sheetBegin = "{\n \"format\": \"sysprep-class\""

// handIn writes the learner's sheet to a file, or to standard output.
func (a *app) handIn(ctx context.Context, f handInFlags, to string) error {
	sheet, data, made, err := a.signedSheet(ctx, f)
	if err != nil {
		return err
	}
	if to == "" || to == "-" {
		_, err := a.out.Write(append(data, '\n'))
		return err
	}
	if err := replaceOwn(to, append(data, '\n'), sheetBegin); err != nil {
		return err
	}
	p := a.newPage()
	p.prose("", "", fmt.Sprintf("%s was written for %q (key %s): %s, %s to questions, %s of explanations.", content.Clean(to), sheet.Name, class.Fingerprint(sheet.Key),
		report.Count(len(sheet.Lessons), "lesson"), report.Count(len(sheet.Asked), "answer"), report.Count(len(sheet.Items), "item")))
	if f.withAnswers {
		p.prose("", "", fmt.Sprintf("%s and %s are in it as you wrote them. Your notes are not.", report.Count(len(sheet.Answers), "explanation"), report.Count(len(sheet.Claims), "claim")))
	} else {
		p.prose("", "", "Nothing that you wrote is in it; --with-answers adds your explanations.")
	}
	if made != "" {
		p.prose("", "", fmt.Sprintf("The key that signs it is new, and kept in %s. Copy it to your other machines, and give it to nobody.", content.Clean(made)))
	}
	return p.show(a.out)
}

// signedSheet makes and signs a sheet; made is where a key is kept that was made for it.
func (a *app) signedSheet(ctx context.Context, f handInFlags) (sheet class.Sheet, data []byte, made string, err error) {
	pack, err := a.openPack()
	if err != nil {
		return sheet, nil, "", err
	}
	nothing := fmt.Errorf("there is nothing to hand in yet: nothing was done in the pack %s; name another with --pack, or another database with --db", pack.Manifest.ID)
	if _, ok, err := a.hasStore(); err != nil || !ok {
		return sheet, nil, "", errors.Join(err, onlyIf(!ok && err == nil, nothing))
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return sheet, nil, "", err
	}
	defer st.Close() //nolint:errcheck // what was acknowledged is on disk
	log, err := st.Events(ctx, store.Query{Pack: pack.Manifest.ID})
	if err != nil {
		return sheet, nil, "", err
	}
	if len(log) == 0 {
		return sheet, nil, "", nothing
	}
	name, err := a.classNameOf(ctx, st, f.as)
	if err != nil {
		return sheet, nil, "", err
	}
	key, path, isNew, err := a.classKey()
	if err != nil {
		return sheet, nil, "", err
	}
	sheet = class.Make(pack, log, class.By{Name: name, Key: class.PublicKey(key), At: a.now(), WithAnswers: f.withAnswers})
	data, err = class.Sign(sheet, key)
	if isNew {
		made = path
	}
	return sheet, data, made, err
}

func onlyIf(is bool, err error) error {
	if is {
		return err
	}
	return nil
}

// classNameOf is what the learner wants to be called: as told now, else as told last, else "".
func (a *app) classNameOf(ctx context.Context, st *sqlite.DB, as string) (string, error) {
	if strings.TrimSpace(as) == "" {
		name, err := st.Setting(ctx, nameSetting)
		if errors.Is(err, store.ErrNotFound) {
			return "", nil
		}
		return name, err
	}
	name := class.CleanName(as)
	if name == "" || name != strings.Join(strings.Fields(as), " ") {
		return "", usagef("--as %q: a name has up to 80 bytes, and no characters that are not drawn", content.Clean(as))
	}
	return name, st.SetSetting(ctx, nameSetting, name)
}

// replaceOwn writes a file that only its owner may read. One that is there is replaced only if it begins as what sysprep
// writes there: a mistyped name must not cost anybody a file.
func replaceOwn(path string, data []byte, begin string) error {
	old, err := os.Open(path) //nolint:gosec // it was named
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("%s can't be written: choose another name: %w", content.Clean(path), err)
	default:
		head := make([]byte, len(begin))
		n, _ := old.Read(head)
		_ = old.Close()
		if string(head[:n]) != begin {
			return fmt.Errorf("%s exists, and is not an earlier one of what is written here, so it was left as it is: choose another name", content.Clean(path))
		}
	}
	if err := replaceFile(path, data); err != nil {
		return fmt.Errorf("%s can't be written: choose another folder, or make room: %w", content.Clean(path), err)
	}
	return nil
}
