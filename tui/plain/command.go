package plain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// command is something that can be typed. do returns nil to be asked again, or one of
// the errors below to go somewhere else.
type command struct {
	names []string // the first is the one that prompts show; "" is Enter alone
	args  string   // how help writes what follows the name
	help  string
	do    func(ctx context.Context, args string) error
}

// Ways to leave a prompt, besides the end of the input and of the context.
var (
	errQuit = errors.New("the learner quits")
	errDone = errors.New("the step is through")
)

// jump opens another step of the lesson.
type jump struct{ to int }

func (jump) Error() string { return "another step is opened" }

// question is one prompt: what it says, what it takes as an answer, and which commands
// it knows.
type question struct {
	say      string
	wants    string                 // what an answer is, for who types something else; "" if there is none
	takes    func(line string) bool // what is an answer even if a command has that name; may be nil
	rest     bool                   // what is no command is an answer as well
	commands []command
}

// longPrompt is how many bytes of a prompt are said once, and not again after each command.
const longPrompt = 80

// ask prompts until it gets an answer, and does the commands that come before it.
func (t *talk) ask(ctx context.Context, q question) (string, error) {
	_, helps := find(q.commands, "?")
	for again := false; ; again = true {
		t.gap()
		if again && helps && q.wants == "" && !q.rest && len(q.say) > longPrompt { // it was said, and is a word away
			t.say("What next? Type ? for what you can type.")
		} else {
			t.say(q.say)
		}
		line, err := t.hear(ctx)
		if err != nil {
			return "", err
		}
		if q.takes != nil && q.takes(line) {
			return line, nil
		}
		name, args, _ := strings.Cut(line, " ")
		c, ok := find(q.commands, strings.ToLower(name))
		switch {
		case !ok && q.rest:
			return line, nil
		case !ok:
			t.say(unknown(line, q.wants, q.commands))
		case name != "" && c.args == "" && strings.TrimSpace(args) != "":
			t.say(fmt.Sprintf("%s takes nothing after it: type %s alone.", name, name))
		default:
			if err := c.do(ctx, strings.TrimSpace(args)); err != nil {
				return "", err
			}
		}
	}
}

func find(commands []command, name string) (command, bool) {
	i := slices.IndexFunc(commands, func(c command) bool { return slices.Contains(c.names, name) })
	if i < 0 {
		return command{}, false
	}
	return commands[i], true
}

// unknown says that a line is no command here, and which ones there are.
func unknown(line, wants string, commands []command) string {
	if wants != "" {
		wants += ", "
	}
	if line == "" {
		return "An empty line does nothing here: type " + wants + names(commands) + "."
	}
	const longest = 40
	if r := []rune(line); len(r) > longest {
		line = string(r[:longest]) + "..."
	}
	return fmt.Sprintf("%q is not known here: type %s%s.", line, wants, names(commands))
}

// names lists what can be typed: "knobs, set, judge or ?".
func names(commands []command) string {
	var all []string
	for _, c := range commands {
		name := c.names[0]
		if name == "" {
			name = "Enter"
		}
		all = append(all, name)
	}
	return either(all)
}

// either joins words with commas and "or".
func either(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// explainCommands writes the help.
func (t *talk) explainCommands(commands []command) {
	t.say("What you can type here:")
	for _, c := range commands {
		var words []string
		for _, n := range c.names {
			if n == "" {
				n = "Enter"
			}
			words = append(words, n)
		}
		head := strings.Join(words, " or ")
		if c.args != "" {
			head += " " + c.args
		}
		t.hang("- ", head+": "+c.help)
	}
}
