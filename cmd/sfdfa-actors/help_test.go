package main

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every command has an example whose command and flags there are, and every one of the first row a chapter.
func TestEveryCommandIsInTheGuide(t *testing.T) {
	seen := 0
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		for _, below := range c.Commands() {
			visit(below)
		}
		if !c.HasParent() || c.Name() == "help" || c.HasParent() && c.Parent().Name() == "completion" || c.Name() == "completion" {
			return
		}
		seen++
		if c.Parent() == c.Root() && c.GroupID == "" {
			t.Errorf("%s stands in no chapter", c.Name())
		}
		if c.Example == "" {
			t.Errorf("%s has no example", c.CommandPath())
		}
		for _, line := range strings.Split(c.Example, "\n") {
			words := strings.Fields(line)
			if len(words) == 0 {
				continue
			}
			root := newRootCommand()
			found, rest, err := root.Find(words[1:])
			if err != nil || !strings.HasPrefix(found.CommandPath(), c.CommandPath()) {
				t.Errorf("%q is an example of %s: error %v", line, found.CommandPath(), err)
				continue
			}
			if err := found.ParseFlags(rest); err != nil {
				t.Errorf("%q: %v", line, err)
			} else if err := found.ValidateArgs(found.Flags().Args()); err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
	}
	visit(newRootCommand())
	if seen < 20 {
		t.Errorf("%d commands were looked at", seen)
	}
}

// The list of commands has chapters, and the help of a command its example.
func TestHelpHasChaptersAndExamples(t *testing.T) {
	_, list, _ := invoke(context.Background(), "--help")
	at := -1
	for _, chapter := range chapters {
		next := strings.Index(list, chapter.Title)
		if next < at || next < 0 {
			t.Errorf("no %q in its place in\n%s", chapter.Title, list)
		}
		at = next
	}
	if strings.Contains(list, "Additional Commands") {
		t.Errorf("some commands stand in no chapter:\n%s", list)
	}
	for _, command := range []string{"run", "compare", "eval"} {
		if _, help, _ := invoke(context.Background(), command, "--help"); !strings.Contains(help, "Examples:\n  sfdfa-actors "+command) {
			t.Errorf("no example in\n%s", help)
		}
	}
}

// The help of a command with many flags has them in groups, each flag once.
func TestHelpHasFlagsInGroups(t *testing.T) {
	for command, groups := range map[string][]string{
		"run":    {"Record and resume:", "--resume", "Limits:", "--max-memory", "Trace:", "--trace-limit", "Machines:", "--workers", "Secure connections:", "--tls-ca", "Other flags:", "--config"},
		"worker": {"Limits:", "--max-neurons", "Machines:", "--listen", "Secure connections:", "--tls-ca", "Other flags:", "--log-level", "Engine:", "--procs"},
		"eval":   {"Flags:", "--trace"},
	} {
		_, help, _ := invoke(context.Background(), command, "--help")
		at := 0
		for _, part := range groups {
			next := strings.Index(help[at:], "\n"+part)
			if strings.HasPrefix(part, "--") {
				next = strings.Index(help[at:], " "+part+" ")
			}
			if next < 0 {
				t.Errorf("%s: no %s in its place in\n%s", command, part, help)
				break
			}
			at += next
		}
		found, _, err := newRootCommand().Find([]string{command})
		if err != nil {
			t.Fatal(err)
		}
		_, whole, _ := invoke(context.Background(), command, map[bool]string{true: "--help-settings", false: "--help"}[command == "run"])
		found.Flags().VisitAll(func(flag *pflag.Flag) {
			if n := len(regexp.MustCompile(`(?m)^  (    |-., )--`+flag.Name+`[ \[]`).FindAllString(whole, -1)); n != 1 {
				t.Errorf("the help of %s has %d lines of --%s, want 1", command, n, flag.Name)
			}
		})
	}
}

// No heading of a command's help stands above nothing.
func TestHelpHasNoEmptyGroup(t *testing.T) {
	heading := regexp.MustCompile(`(?m)^[^ \n].*:\n\n[^ \n].*:\n`)
	for name := range guide {
		_, help, _ := invoke(context.Background(), append(strings.Fields(name), "--help")...)
		if empty := heading.FindString(help); empty != "" {
			t.Errorf("the help of %s has nothing below %q", name, empty)
		}
	}
}
