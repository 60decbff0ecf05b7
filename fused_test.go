package sysprep_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What a run computes must have the same bits on every platform. Two things can
// spoil that: a compiler that fuses x*y + z into one operation, which rounds once
// where two operations round twice, and functions of package math that are
// assembly on some platforms. The tests in this file look for both in the rooms
// that a run's numbers come from. (engine/determinism_test.go holds the hashes of
// runs; these need no other machine.)

// reproducible are the packages whose arithmetic feeds a run.
var reproducible = []string{"./engine/...", "./scenarios"}

// fusing are platforms whose compilers fuse. Between them they fuse whatever any
// other one does: riscv64 also where a number becomes unsigned.
var fusing = []string{"arm64", "riscv64"}

// fused finds a floating-point multiply-add in an assembly listing, of whichever
// platform: FMADDD, FNMSUBS, VFMADD231SD, WFMADB. (MADD on whole numbers is exact.)
var fused = regexp.MustCompile(`\(([^()]+:\d+)\)\t(V?FN?M(?:ADD|SUB)\w*|WFN?M[AS][DS]?B)\t`)

// TestNoFusedMultiplyAdd compiles for platforms that fuse, and looks for it.
func TestNoFusedMultiplyAdd(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles the engine for other platforms")
	}
	probe := filepath.Join(t.TempDir(), "probe.go")
	source := "package probe\n\nfunc Fused(x, y, z float64) float64 { return x*y + z }\n\nfunc Apart(x, y, z float64) float64 { return float64(x*y) + z }\n"
	if err := os.WriteFile(probe, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, platform := range fusing {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			found := fused.FindAllStringSubmatch(assembly(t, platform, "-S", probe), -1)
			if len(found) != 1 || !strings.HasSuffix(found[0][1], "probe.go:3") {
				t.Fatalf("a fused and an unfused line gave %q: the search doesn't know this platform's assembly", found)
			}
			listing := assembly(t, platform, module+"/...=-S", reproducible...)
			if strings.Count(listing, "STEXT") < 300 {
				t.Fatalf("the listing has %d functions only", strings.Count(listing, "STEXT"))
			}
			var at []string
			for _, f := range fused.FindAllStringSubmatch(listing, -1) {
				at = append(at, f[1]+" "+f[2])
			}
			slices.Sort(at)
			for _, f := range slices.Compact(at) {
				t.Errorf("%s: write float64(x*y) + z, so that the product is rounded on every platform", f)
			}
		})
	}
}

// assembly returns the listing of packages compiled for a platform. The build cache
// keeps it, so that only the first time takes seconds.
func assembly(t *testing.T, platform, flags string, packages ...string) string {
	t.Helper()
	build := exec.CommandContext(t.Context(), "go", append([]string{"build", "-gcflags=" + flags}, packages...)...)
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+platform, "CGO_ENABLED=0", "GOFLAGS=")
	out, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", build.Args, err, out[:min(len(out), 2000)])
	}
	return string(out)
}

// exactMath are the functions of package math whose result is exact, or correctly
// rounded, on every platform. Exp, Log, Pow and the like are not: random has its own.
var exactMath = []string{
	"Abs", "Ceil", "Copysign", "Float32bits", "Float64bits", "Float64frombits", "Floor", "Frexp", "Inf", "IsInf", "IsNaN",
	"Ldexp", "Max", "Min", "Mod", "Modf", "NaN", "Remainder", "Round", "RoundToEven", "Signbit", "Sqrt", "Trunc",
}

// exact says whether a selector of an imported package may be used where a run's
// numbers come from. Constants of package math (MaxInt64, Pi) may.
func exact(use string) bool {
	name, ok := strings.CutPrefix(use, "math.")
	if !ok || slices.Contains(exactMath, name) {
		return true
	}
	constant := regexp.MustCompile(`^(Max|Smallest|Min)(Int|Uint|Float|Nonzero)|^(E|Pi|Phi|Sqrt2|SqrtE|SqrtPi|SqrtPhi|Ln2|Log2E|Ln10|Log10E)$`)
	return constant.MatchString(name)
}

// TestRunsUseExactMath: package validation compares with formulas, so it may use
// what it likes.
func TestRunsUseExactMath(t *testing.T) {
	looked := 0
	for _, f := range readFiles(t) {
		room, _, _ := strings.Cut(f.path, "/")
		if room != "engine" && room != "scenarios" || strings.HasPrefix(f.path, "engine/validation/") {
			continue
		}
		for _, use := range f.uses {
			if strings.HasPrefix(use, "math.") {
				looked++
			}
			if !exact(use) {
				t.Errorf("%s uses %s, whose last bit differs between platforms", f.path, use)
			}
		}
	}
	if looked < 10 {
		t.Errorf("only %d uses of package math were found: the test looks in the wrong folder", looked)
	}
	for use, want := range map[string]bool{
		"math.Sqrt": true, "math.MaxInt64": true, "math.Ln2": true, "bits.Mul64": true, "math.Exp": false, "math.Pow": false, "math.Log": false, "math.Log2": false, "math.MaxX": false, "math.FMA": false,
	} {
		if exact(use) != want {
			t.Errorf("exact(%s) = %v", use, !want)
		}
	}
}
